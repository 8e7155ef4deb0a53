import { announce } from './announce.mjs';

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
  const done = document.execCommand('copy');
  area.remove();
  if (!done) {
    throw new Error('copy refused');
  }
}

export async function copyFrom(button, withLink) {
  const link = button.dataset.copyLink;
  const text = withLink && link ? new URL(link, document.baseURI).href : button.dataset.copy;
  try {
    await put(text);
    button.dataset.copied = '';
    setTimeout(() => delete button.dataset.copied, 1500);
    announce(withLink && link ? 'Link copied' : 'Copied');
  } catch {
    announce('The browser did not allow copying');
  }
}
