import { writeCookie } from './cookies.mjs';

const systemDark = matchMedia('(prefers-color-scheme: dark)');

function effective() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'auto' ? (systemDark.matches ? 'dark' : 'light') : chosen;
}

// The library's sheets arrive as media="print", so that they never hold up the first paint; here they take effect.
function dressLibrary() {
  const name = effective() === 'dark' ? 'software-dark-' : 'software-';
  for (const link of document.querySelectorAll('link[data-library-theme]')) {
    const href = link.getAttribute('href').replace(/software-(dark-)?/, name);
    if (link.getAttribute('href') !== href) {
      link.setAttribute('href', href);
    }
    link.media = 'all';
  }
}

export function switchTheme() {
  const next = effective() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  writeCookie('theme', next);
  dressLibrary();
}

export function startTheme() {
  dressLibrary();
  systemDark.addEventListener('change', dressLibrary);
}
