// What was pressed and is not answered yet; the reconnect message needs to know.
let pending = null;

export const pendingAction = () => pending;

function begin(button) {
  button.dataset.busyNow = '';
  button.setAttribute('aria-busy', 'true');
}

export function end(button) {
  delete button.dataset.busyNow;
  button.removeAttribute('aria-busy');
  if (pending?.button === button) {
    pending = null;
  }
}

// A sheet opens under the hand that pressed: the second press of a double one, on the same spot, is not meant for it.
const restMilliseconds = 450;
const sameSpot = 24;
let lastPress = { at: -Infinity, x: 0, y: 0 };

const isRepeat = event => event.timeStamp - lastPress.at < restMilliseconds
  && Math.hypot(event.clientX - lastPress.x, event.clientY - lastPress.y) < sameSpot;

const inSheet = event => event.target instanceof Element && event.target.closest('dialog[data-sheet]') !== null;

function swallow(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

const busyButton = event => event.target instanceof Element ? event.target.closest('[data-busy]') : null;

function onPointerDown(event) {
  if (!inSheet(event)) lastPress = { at: event.timeStamp, x: event.clientX, y: event.clientY };
  else if (isRepeat(event)) return;
  const button = busyButton(event);
  if (button === null || event.button !== 0) return;
  if (!('busyNow' in button.dataset)) begin(button);
}

function onPointerEnd() {
  // A press that ended elsewhere never becomes a click, so its busy state has to go.
  setTimeout(() => {
    for (const button of document.querySelectorAll('[data-busy-now]')) {
      if (pending?.button !== button && !('clicked' in button.dataset)) end(button);
    }
  }, 50);
}

function onClick(event) {
  if (event.detail > 0 && inSheet(event) && isRepeat(event)) {
    swallow(event);
    return;
  }
  const button = busyButton(event);
  if (button === null) return;
  if ('clicked' in button.dataset) {
    swallow(event);
    return;
  }
  begin(button);
  button.dataset.clicked = '';
  pending = { button, label: button.textContent.trim().replace(/\s+/g, ' ') };

  // A button that never hears back, because the page around it went away and came again, must not stay dead.
  setTimeout(() => settle(button), 20000);
}

export function settle(button) {
  delete button.dataset.clicked;
  end(button);
}

export function startBusy() {
  window.addEventListener('pointerdown', onPointerDown, true);
  window.addEventListener('pointerup', onPointerEnd, true);
  window.addEventListener('pointercancel', onPointerEnd, true);
  window.addEventListener('click', onClick, true);
}
