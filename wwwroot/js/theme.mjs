import { writeCookie } from './cookies.mjs';

const systemDark = matchMedia('(prefers-color-scheme: dark)');

function effective() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'auto' ? (systemDark.matches ? 'dark' : 'light') : chosen;
}

export function switchTheme() {
  const next = effective() === 'dark' ? 'light' : 'dark';
  document.documentElement.dataset.theme = next;
  writeCookie('theme', next);
}
