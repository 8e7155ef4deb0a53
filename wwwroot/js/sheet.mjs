const openers = new WeakMap();

const firstField = sheet => {
  const field = sheet.querySelector('.sheet-body input:not([type=hidden]), .sheet-body select, .sheet-body textarea');
  // A reason that the record itself gives needs no typing, only agreement.
  const isWritten = field instanceof HTMLTextAreaElement && field.value !== '';
  return (isWritten ? null : field) ?? sheet.querySelector('[data-autofocus]') ?? sheet.querySelector('h2');
};

export function sheetAdded(sheet) {
  if (sheet.open) return;
  openers.set(sheet, document.activeElement);
  sheet.showModal();
  firstField(sheet)?.focus();

  // The page decides when a sheet closes, so Escape presses its cancel button instead of closing the element.
  sheet.addEventListener('cancel', event => {
    event.preventDefault();
    cancel(sheet);
  });
  sheet.addEventListener('close', () => sheet.isConnected && cancel(sheet));
}

function cancel(sheet) {
  if (sheet.querySelector('[data-busy-now]') === null) {
    sheet.querySelector('[data-sheet-cancel]')?.click();
  } else if (!sheet.open) {
    sheet.showModal();
  }
}

export function sheetRemoved(sheet) {
  const opener = openers.get(sheet);
  const target = opener?.isConnected && opener !== document.body ? opener : document.querySelector('main h1');
  if (document.activeElement === document.body || document.activeElement === null) {
    target?.focus();
  }
}

export function openDialog(id, opener) {
  const dialog = document.getElementById(id);
  if (dialog === null || document.querySelector('dialog[open]:not([data-drawer])') !== null) return;
  if (dialog.open) {
    // The button of a drawer, which stays in reach, closes it as well.
    dialog.close();
    return;
  }
  openers.set(dialog, opener ?? document.activeElement);
  dialog.dispatchEvent(new CustomEvent('otc:opening'));
  // The page beside a drawer stays in use.
  if ('drawer' in dialog.dataset) dialog.show();
  else dialog.showModal();
}

// The browser closes only modal dialogs by this key.
function closeDrawer(event) {
  const drawer = event.key === 'Escape' && event.target instanceof Element ? event.target.closest('dialog[data-drawer][open]') : null;
  if (drawer === null || event.defaultPrevented) return;
  event.preventDefault();
  drawer.close();
}

// In a field with offered texts the arrows choose one and Enter agrees to it; what was written by hand stays a text.
function pick(event) {
  const field = event.target instanceof HTMLTextAreaElement ? event.target : null;
  const offered = [...document.querySelectorAll(`#${CSS.escape(field?.dataset.presets ?? '-')} button`)].map(button => button.textContent.trim());
  const at = offered.indexOf(field?.value);
  if (offered.length === 0 || event.shiftKey || event.isComposing || (at < 0 && field.value !== '')) return;
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    const last = offered.length - 1;
    field.value = offered[event.key === 'ArrowDown' ? Math.min(at + 1, last) : at < 0 ? last : Math.max(at - 1, 0)];
    field.dispatchEvent(new Event('input', { bubbles: true }));
  } else if (event.key === 'Enter' && at >= 0 && !event.repeat) {
    event.preventDefault();
    field.closest('dialog')?.querySelector('.sheet-foot [data-autofocus]')?.click();
  }
}

export function startDialogs() {
  document.addEventListener('keydown', closeDrawer);
  document.addEventListener('keydown', pick);
  document.addEventListener('click', event => {
    if (!(event.target instanceof Element)) return;
    const opener = event.target.closest('[data-open-dialog]');
    if (opener !== null) {
      openDialog(opener.dataset.openDialog, opener);
      return;
    }
    const dialog = event.target.closest('dialog.dialog');
    if (dialog === null || dialog.id === 'components-reconnect-modal') return;
    const box = dialog.getBoundingClientRect();
    const outside = event.target === dialog
      && (event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom);
    if (outside || event.target.closest('[data-close-dialog]') !== null) {
      dialog.close();
    }
  });
}
