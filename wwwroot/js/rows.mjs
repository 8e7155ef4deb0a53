// Rows of a queue: the whole row opens, and a range is selected by holding shift.
const controls = 'a, button, input, select, label, summary';
let last = null;

const boxes = table => [...table.querySelectorAll('tbody input[type=checkbox]')];

function onClick(event) {
  if (!(event.target instanceof Element)) return;
  const row = event.target.closest('table[data-rows] tbody tr');
  if (row === null) return;
  if (event.target.matches('input[type=checkbox]')) {
    const all = boxes(row.closest('table'));
    const at = all.indexOf(event.target);
    const from = all.indexOf(last);
    if (event.shiftKey && from >= 0 && at >= 0) {
      const [low, high] = from < at ? [from, at] : [at, from];
      all.slice(low, high + 1).filter(box => box !== event.target && box.checked !== event.target.checked).forEach(box => box.click());
    }
    last = event.target;
    return;
  }
  const isSelecting = String(getSelection()) !== '';
  if (event.defaultPrevented || event.button !== 0 || isSelecting || event.target.closest(controls) !== null) return;
  row.querySelector('a')?.click();
}

export const startRows = () => document.addEventListener('click', onClick);
