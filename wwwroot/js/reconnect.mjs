import { pendingAction } from './busy.mjs';

const stateOf = element => {
  const names = [...element.classList].filter(name => name.startsWith('components-reconnect-')).map(name => name.slice(21));
  return names.includes('rejected') || names.includes('resume-failed') ? 'rejected'
    : names.includes('failed') ? 'failed'
    : names.includes('show') || names.includes('retrying') || names.includes('paused') ? 'show'
    : 'hide';
};

const hasUnsentText = () => [...document.querySelectorAll('main textarea, main input[type=text], dialog[data-sheet] textarea')]
  .some(field => field.value !== field.defaultValue && field.value.trim() !== '');

function apply(dialog) {
  const state = stateOf(dialog);
  dialog.dataset.state = state;
  document.querySelector('main')?.setAttribute('data-interactive', state === 'hide' ? 'yes' : 'no');
  if (state === 'hide') {
    if (dialog.open) dialog.close();
    return;
  }
  if (state === 'rejected' && pendingAction() === null && !hasUnsentText()) {
    location.reload();
    return;
  }
  const pending = pendingAction();
  dialog.querySelector('[data-reconnect-saved]').textContent = pending === null
    ? 'Every action you had seen confirmed is saved. Nothing was under way.'
    : `“${pending.label}” was sent, but its answer has not arrived. It happened once or not at all; the record will show which.`;
  if (!dialog.open) dialog.showModal();
}

async function retry() {
  const alive = await globalThis.Blazor.reconnect().catch(() => false);
  if (alive === false) location.reload();
}

export function startReconnect() {
  const dialog = document.getElementById('components-reconnect-modal');
  if (dialog === null) return;
  new MutationObserver(() => apply(dialog)).observe(dialog, { attributes: true, attributeFilter: ['class'] });
  dialog.addEventListener('cancel', event => dialog.dataset.state === 'rejected' || event.preventDefault());
  dialog.querySelector('[data-reconnect-retry]').addEventListener('click', retry);
  dialog.querySelector('[data-reconnect-reload]').addEventListener('click', () => location.reload());
  dialog.querySelector('[data-reconnect-close]').addEventListener('click', () => dialog.close());
}
