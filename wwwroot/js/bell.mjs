// The bell stands in the frame and the title belongs to the page, so how many are unread is shown here.
let unread = 0;

const plain = title => title.replace(/^\(\d+\) /, '');

function showTitle() {
  const wanted = unread > 0 ? `(${unread}) ${plain(document.title)}` : plain(document.title);
  if (document.title !== wanted) document.title = wanted;
}

export function ring(count) {
  unread = count;
  for (const bell of document.querySelectorAll('[data-open-dialog="notifications"]')) {
    bell.setAttribute('aria-label', count > 0 ? `Notifications, ${count} unread` : 'Notifications');
    bell.dataset.count = count > 0 ? String(count) : '';
  }
  showTitle();
}

export const startBell = () => new MutationObserver(showTitle).observe(document.head, { subtree: true, childList: true, characterData: true });
