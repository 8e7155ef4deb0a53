// The frame is drawn once; what moves in it afterwards moves here, and so works before the circuit does.
const links = () => [...document.querySelectorAll('#rail .mud-nav-item a')];

const reveal = entry => entry?.scrollIntoView({ block: 'nearest' });

// Of all entries that the address lies below, the longest one is where one is.
export function lightEntry() {
  const path = location.pathname;
  const fits = link => path === link.pathname || (link.pathname !== '/' && path.startsWith(link.pathname + '/'));
  const here = links().filter(fits).sort((a, b) => b.pathname.length - a.pathname.length)[0];
  for (const link of links()) {
    link.classList.toggle('active', link === here);
    if (link === here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  reveal(here);
  const skip = document.querySelector('.skip');
  if (skip !== null) skip.href = `${path}${location.search}#content`;
}

export function showCounts(counts) {
  for (const link of links()) {
    const count = counts[link.getAttribute('href')];
    if (count === undefined) continue;
    let shown = link.querySelector('.rail-count');
    if (shown === null) {
      shown = document.createElement('span');
      shown.className = 'rail-count';
      link.querySelector('.mud-nav-link-text').append(shown);
    }
    shown.textContent = count;
    shown.setAttribute('aria-label', `${count} open`);
    shown.setAttribute('role', 'note');
  }
}

function fold(button) {
  const isOpen = button.getAttribute('aria-expanded') !== 'true';
  button.setAttribute('aria-expanded', String(isOpen));
  button.querySelector('.mud-nav-link-expand-icon')?.classList.toggle('mud-transform', isOpen);
  const list = button.parentElement.querySelector('.mud-collapse-container');
  list.toggleAttribute('hidden', !isOpen);
  list.setAttribute('aria-hidden', String(!isOpen));
}

export function startFrame() {
  reveal(document.querySelector('#rail a[aria-current]'));
  document.addEventListener('click', event => {
    const button = event.target instanceof Element ? event.target.closest('.rail-group > button') : null;
    if (button !== null) fold(button);
  });
}
