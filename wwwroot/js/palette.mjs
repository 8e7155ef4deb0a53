const palette = () => document.getElementById('palette');
const options = () => [...(palette()?.querySelectorAll('[role=option]') ?? [])];

function choose(at) {
  const all = options();
  const input = palette()?.querySelector('input');
  const chosen = all[Math.max(0, Math.min(all.length - 1, at))];
  all.forEach((option, index) => {
    option.id = `palette-option-${index}`;
    option.setAttribute('aria-selected', option === chosen ? 'true' : 'false');
  });
  if (chosen === undefined) {
    input?.removeAttribute('aria-activedescendant');
    return;
  }
  input?.setAttribute('aria-activedescendant', chosen.id);
  chosen.scrollIntoView({ block: 'nearest' });
}

const chosenAt = () => options().findIndex(option => option.getAttribute('aria-selected') === 'true');

export const paletteChanged = () => choose(0);

function onKey(event) {
  if (!(event.target instanceof Element) || event.target.closest('#palette input') === null) return;
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    choose(chosenAt() + (event.key === 'ArrowDown' ? 1 : -1));
  } else if (event.key === 'Enter') {
    event.preventDefault();
    options()[chosenAt()]?.click();
  }
}

export function startPalette() {
  document.addEventListener('keydown', onKey, true);
  document.addEventListener('otc:opening', event => {
    if (event.target.id !== 'palette') return;
    const input = palette().querySelector('input');
    if (input.value !== '') {
      input.value = '';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
    choose(0);
    setTimeout(() => input.focus());
  }, true);
  document.addEventListener('click', event => {
    if (event.target instanceof Element && event.target.closest('#palette [role=option]') !== null) palette().close();
  });
}
