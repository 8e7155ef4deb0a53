// Copies, counts down by the desk's clock, and draws the page again when the payment has moved on.
const every = 3000;
const wake = () => document.getElementById('pay');
let ahead = 0;

function dress() {
  for (const button of wake().querySelectorAll('[data-copy]')) {
    button.hidden = false;
  }
  const timer = wake().querySelector('[data-until]');
  if (timer) {
    ahead = Number(timer.dataset.now) - Date.now();
  }
}

function count() {
  const timer = wake().querySelector('[data-until]');
  if (!timer) {
    return;
  }
  const left = Math.max(0, Math.floor((Number(timer.dataset.until) - Date.now() - ahead) / 1000));
  timer.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
}

function say(text) {
  document.getElementById('said').textContent = text;
}

async function put(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

document.addEventListener('click', async event => {
  const button = event.target.closest?.('[data-copy]');
  if (!button) {
    return;
  }
  await put(button.dataset.copy);
  say('');
  say(wake().dataset.copied);
  button.dataset.done = '';
  setTimeout(() => delete button.dataset.done, 1500);
});

async function look() {
  if (!('open' in wake().dataset) || document.hidden) {
    return;
  }
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok) {
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('pay');
    if (!fresh || fresh.dataset.state === wake().dataset.state) {
      return;
    }
    const isElsewhere = fresh.querySelector('h1').textContent !== wake().querySelector('h1').textContent;
    document.title = fresh.querySelector('h1').textContent;
    wake().replaceWith(fresh);
    dress();
    say(fresh.querySelector('.status').textContent);
    if (isElsewhere) {
      fresh.querySelector('h1').tabIndex = -1;
    }
  } catch {
    // The next look may reach the desk again; the page says nothing new meanwhile.
  }
}

dress();
count();
setInterval(count, 1000);
setInterval(look, every);
document.addEventListener('visibilitychange', look);
