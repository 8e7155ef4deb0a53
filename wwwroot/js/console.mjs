import { ring, startBell } from './bell.mjs';
import { settle, startBusy } from './busy.mjs';
import { copyFrom } from './copy.mjs';
import { lightEntry, showCounts, startFrame } from './frame.mjs';
import { startKeys } from './keyboard.mjs';
import { paletteChanged, startPalette } from './palette.mjs';
import { startPasskeys } from './passkeys.mjs';
import { startPreferences } from './preferences.mjs';
import { startReconnect } from './reconnect.mjs';
import { startRows } from './rows.mjs';
import { sheetAdded, sheetRemoved, startDialogs } from './sheet.mjs';
import { switchTheme } from './theme.mjs';
import { startTimes } from './time.mjs';

const within = (node, selector) =>
  node instanceof Element ? [...(node.matches(selector) ? [node] : []), ...node.querySelectorAll(selector)] : [];

// pdf.js is large and only the review page needs it, so nothing of it is loaded before a viewer appears.
async function startViewer(section) {
  const { openViewer } = await import('./pdf.mjs');
  openViewer(section);
}

// The timeline and the undo key keep what a notice says, so it may go; not while somebody is on it.
function fadeToast(toast) {
  if (toast.dataset.toast === 'held') return;
  setTimeout(() => toast.matches(':hover, :focus-within') ? fadeToast(toast) : toast.toggleAttribute('hidden', true), 12000);
}

function onChanges(changes) {
  let palette = false;
  for (const change of changes) {
    if (change.type === 'attributes') {
      settle(change.target);
      continue;
    }
    palette ||= change.target instanceof Element && change.target.closest('.palette-list') !== null;
    for (const node of change.removedNodes) within(node, 'dialog[data-sheet]').forEach(sheetRemoved);
    for (const node of change.addedNodes) {
      within(node, 'dialog[data-sheet]').forEach(sheetAdded);
      within(node, '[data-toast]').forEach(fadeToast);
      within(node, '[data-pdf]').forEach(startViewer);
    }
  }
  if (palette) paletteChanged();
}

function followForm(event) {
  const form = event.target;
  if (!form.matches('[data-nav-form]') || !globalThis.Blazor?.navigateTo) return;
  event.preventDefault();
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && value.trim() !== '') fields.append(name, value.trim());
  }
  form.closest('[popover]')?.hidePopover();
  const query = fields.toString();
  globalThis.Blazor.navigateTo(query === '' ? form.getAttribute('action') : `${form.getAttribute('action')}?${query}`);
}

function followTabs(event) {
  const list = event.target.closest?.('[data-tablist]');
  const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
  if (!list || !(event.key in steps)) return;
  event.preventDefault();
  const tabs = [...list.querySelectorAll('[role=tab]')];
  const direction = getComputedStyle(list).direction === 'rtl' ? -1 : 1;
  const step = steps[event.key];
  const at = tabs.indexOf(event.target);
  const next = Number.isFinite(step) ? (at + step * direction + tabs.length) % tabs.length : step < 0 ? 0 : tabs.length - 1;
  tabs[next].focus();
  tabs[next].click();
}

function onClick(event) {
  if (!(event.target instanceof Element)) return;
  const copy = event.target.closest('[data-copy]');
  if (copy !== null) copyFrom(copy, event.shiftKey);
  if (event.target.closest('[data-theme-switch]') !== null) switchTheme();
  const toggle = event.target.closest('[data-nav-toggle]');
  const isOpen = document.documentElement.dataset.nav === 'open';
  if (toggle !== null) {
    setNavigation(!isOpen);
  } else if (isOpen && (event.target.closest('#rail') === null || event.target.closest('a') !== null)) {
    setNavigation(false);
  }
  if (event.target.closest('.skip') !== null) {
    event.preventDefault();
    document.getElementById('content')?.focus();
  }
}

function setNavigation(open) {
  document.documentElement.dataset.nav = open ? 'open' : 'closed';
  document.querySelector('[data-nav-toggle]')?.setAttribute('aria-expanded', String(open));
  if (open) (document.querySelector('#rail a[aria-current]') ?? document.querySelector('#rail a'))?.focus();
}

startFrame();
startTimes();
startBell();
startRows();
startBusy();
startDialogs();
startKeys();
startPalette();
startPasskeys();
startPreferences();
startReconnect();
document.addEventListener('click', onClick);
document.addEventListener('submit', followForm);
document.addEventListener('keydown', followTabs);
new MutationObserver(onChanges).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-done'] });
document.querySelectorAll('[data-pdf]').forEach(startViewer);

globalThis.otc = {
  // Called by the layout inside the circuit, so from here on a press reaches the server.
  ready() {
    document.querySelector('main')?.setAttribute('data-interactive', 'yes');
  },
  // The page inside the frame has changed.
  here: lightEntry,
  counts: showCounts,
  // How many notifications are unread.
  bell: ring,
  // Opens a dialog of the shell by its id.
  openDialog: id => document.querySelector(`[data-open-dialog="${id}"]`)?.click(),
};
