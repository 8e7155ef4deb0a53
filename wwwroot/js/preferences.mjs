import { readCookie, writeCookie } from './cookies.mjs';
import { singleKeys } from './keyboard.mjs';

function fill(dialog) {
  const zones = dialog.querySelector('[data-preference=tz]');
  if (zones.options.length < 2) {
    const current = zones.dataset.value;
    const names = new Set(['UTC', current, ...Intl.supportedValuesOf('timeZone')]);
    for (const name of names) {
      if (name !== current) zones.append(new Option(name, name));
    }
  }
  zones.value = zones.dataset.value;
  dialog.querySelector('[data-preference=density]').value = readCookie('density') ?? 'comfortable';
}

function save(dialog) {
  for (const field of dialog.querySelectorAll('[data-preference]')) writeCookie(field.dataset.preference, field.value);
  dialog.close();

  // The server draws every time of the page in the zone, so the page is asked for again.
  location.reload();
}

// The page draws the steps anyway; the root says that this browser has put them away, from the first paint on.
function hideFirstSteps() {
  writeCookie('first-steps', 'hidden');
  document.documentElement.dataset.firstSteps = 'hidden';
  document.querySelector('main h1')?.focus();
}

export function startPreferences() {
  // The first visit has no zone yet; the sign-in page is where it is learnt, before any time is shown.
  if (readCookie('tz') === null) writeCookie('tz', Intl.DateTimeFormat().resolvedOptions().timeZone ?? 'UTC');

  document.addEventListener('otc:opening', event => {
    for (const box of event.target.querySelectorAll('[data-keys-switch]')) box.checked = singleKeys();
    if (event.target.id === 'preferences') fill(event.target);
  }, true);
  document.addEventListener('click', event => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest('[data-preferences-save]') !== null) save(event.target.closest('dialog'));
    if (event.target.closest('[data-hide-first-steps]') !== null) hideFirstSteps();
  });
}
