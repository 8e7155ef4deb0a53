const loadedAt = performance.now();
const serverNow = Number(document.documentElement.dataset.now) || Date.now();

// The product's own clock, which in the sandbox may stand somewhere else than the browser's.
export const now = () => serverNow + (performance.now() - loadedAt);

function distance(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  if (seconds < 10) return null;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

function words(kind, then, at) {
  const span = distance(at - then);
  if (kind === 'due') {
    return span === null ? 'due now' : then <= at ? `${span} late` : `${span} left`;
  }
  return span === null ? 'just now' : then <= at ? `${span} ago` : `in ${span}`;
}

export function refreshTimes() {
  const at = now();
  for (const part of document.querySelectorAll('[data-rel], [data-times] time')) {
    const kind = part.dataset.rel ?? 'past';
    const time = part.closest('time');
    const then = Date.parse(time?.dateTime ?? '');
    const text = part.firstChild;
    if (Number.isNaN(then) || text === null) continue;

    // The text node itself belongs to the circuit: its value is changed, the node stays.
    const said = words(kind, then, at);
    if (text.nodeValue !== said) {
      text.nodeValue = said;
    }
    if (kind === 'due') {
      const tone = then <= at ? 'bad' : then - at <= Number(time.dataset.dueWarn) * 1000 ? 'warn' : 'idle';
      if (time.dataset.tone !== tone) time.dataset.tone = tone;
    }
  }
}

export function startTimes() {
  setInterval(() => document.hidden || refreshTimes(), 10000);
  document.addEventListener('visibilitychange', () => document.hidden || refreshTimes());
}
