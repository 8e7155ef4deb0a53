import { readCookie, writeCookie } from './cookies.mjs';
import { announce } from './announce.mjs';

const sequenceMilliseconds = 1200;
let prefix = '';
let prefixTimer = 0;

export const singleKeys = () => readCookie('keys') !== 'off';

export function setSingleKeys(on) {
  writeCookie('keys', on ? 'on' : 'off');
  document.documentElement.dataset.keys = on ? 'on' : 'off';
  for (const box of document.querySelectorAll('[data-keys-switch]')) box.checked = on;
  announce(on ? 'Single-key shortcuts are on' : 'Single-key shortcuts are off');
}

const isTyping = element =>
  element instanceof Element
  && element.closest('textarea, select, [contenteditable="true"], input:not([type=checkbox], [type=radio], [type=button], [type=submit])') !== null;

const isVisible = element => element.checkVisibility({ visibilityProperty: true });
const isBlocked = element => element.disabled || element.getAttribute('aria-disabled') === 'true' || 'busyNow' in element.dataset;

function find(attribute, key, root = document) {
  const all = [...root.querySelectorAll(`[${attribute}]`)].filter(element => element.getAttribute(attribute).toLowerCase() === key);
  return all.find(isVisible) ?? (key.includes(' ') ? all[0] : undefined);
}

function press(element) {
  if (element === undefined) return false;
  if (isTyping(element)) {
    element.focus();
    element.select?.();
  } else if (isBlocked(element)) {
    // Pressing it would say nothing, so its reason is said, and what is looked at stays where it is.
    element.focus({ preventScroll: true });
    const why = document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent.trim();
    if (why) announce(why);
  } else {
    element.click();
  }
  return true;
}

// A row of a table needs no mark of its own, which a long table would have to repeat in every row.
const rowKinds = '[data-row], tbody > tr';

const rows = () => {
  const list = [...document.querySelectorAll('[data-rows]')].find(isVisible);
  return list === undefined ? [] : [...list.querySelectorAll(rowKinds)];
};

const currentRow = () => document.querySelector('[data-rows] [data-current]') ?? undefined;

function mark(row) {
  for (const other of document.querySelectorAll('[data-rows] [data-current]')) {
    if (other !== row) delete other.dataset.current;
  }
  row.dataset.current = '';
}

function move(step) {
  const all = rows();
  if (all.length === 0) return false;
  const at = all.indexOf(currentRow());
  const row = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))];
  mark(row);
  (row.querySelector('[data-row-open], a') ?? row).focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest' });
  return true;
}

// Where every row has one and the same button, the table names its key once.
const pressOnly = (row, key) => row.closest('[data-row-button]')?.dataset.rowButton === key && press(row.querySelector('button') ?? undefined);

function openRow() {
  const row = currentRow();
  const link = row?.querySelector('[data-row-open], a');
  if (!link) return false;
  link.click();
  return true;
}

function sequence(key) {
  if (prefix !== '') {
    const target = find('data-key', `${prefix} ${key}`);
    prefix = '';
    clearTimeout(prefixTimer);
    return press(target);
  }
  const begins = [...document.querySelectorAll('[data-key]')].some(element => element.dataset.key.toLowerCase().startsWith(key + ' '));
  if (!begins) return false;
  prefix = key;
  prefixTimer = setTimeout(() => { prefix = ''; }, sequenceMilliseconds);
  return true;
}

function single(event) {
  const key = event.key.toLowerCase();
  // The second key of a pair comes first: "g k" leads to a page, although K alone is the row before.
  if (prefix !== '') return !event.repeat && sequence(key);
  // Where there are no rows to walk through, the two letters are free for what the page has.
  if ((key === 'j' || key === 'k') && rows().length > 0) return move(key === 'j' ? 1 : -1);
  if (event.repeat) return false;
  // Before a row is marked, a key that every row has means the first one; what it opens names the record.
  const first = rows()[0];
  const row = currentRow() ?? (first !== undefined && find('data-row-key', key, first) !== undefined ? first : undefined);
  if (row !== undefined && currentRow() === undefined) mark(row);
  return (row !== undefined && (press(find('data-row-key', key, row)) || pressOnly(row, key)))
    || press(find('data-key', key))
    || sequence(key);
}

function named(event) {
  switch (event.key) {
    case 'Escape': return press(find('data-key', 'escape'));
    case 'ArrowDown':
    case 'ArrowUp':
      return event.target instanceof Element && event.target.closest('[data-rows]') !== null && move(event.key === 'ArrowDown' ? 1 : -1);
    case 'Enter':
      return (event.target === document.body || event.target.matches?.('h1, main')) && openRow();
    default: return false;
  }
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing) return;
  const chord = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (chord && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    if (document.querySelector('dialog[open]:not([data-drawer])') === null) press(find('data-key', 'control+k'));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]:not([data-drawer])') !== null) return;
  if (isTyping(event.target)) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  const handled = event.key.length === 1 && event.key !== ' ' ? singleKeys() && single(event) : named(event);
  if (handled) event.preventDefault();
}

export function startKeys() {
  document.addEventListener('keydown', onKey);
  document.addEventListener('focusin', event => {
    const row = event.target.closest?.(rowKinds);
    if (row?.closest('[data-rows]')) mark(row);
  });
  document.addEventListener('change', event => {
    if (event.target.matches?.('[data-keys-switch]')) setSingleKeys(event.target.checked);
  });
}
