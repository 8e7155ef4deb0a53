import { announce } from './announce.mjs';

const library = '/lib/pdfjs/pdf.min.mjs';
const worker = '/lib/pdfjs/pdf.worker.min.mjs';
const scales = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];
const pagesMax = 300;
const viewers = new WeakMap();

// Case, blanks and thousand separators differ between what people type and what banks print.
const plain = text => text.toLowerCase().replace(/[\s,'\u00a0\u202f]/g, '');

class Viewer {
  constructor(section) {
    this.section = section;
    this.stage = section.querySelector('[data-pdf-stage]');
    this.label = section.querySelector('[data-pdf-page]');
    this.number = 1;
    this.zoom = 1;
    this.turn = 0;
    this.marks = [];
    this.drawing = 0;
  }

  async load(pdfjs) {
    pdfjs.GlobalWorkerOptions.workerSrc = worker;
    this.document = await pdfjs.getDocument({ url: this.section.dataset.pdf, enableXfa: false, disableAutoFetch: true }).promise;
    this.pages = Math.min(this.document.numPages, pagesMax);
    await this.draw();
    await this.check();
  }

  async draw() {
    const turn = ++this.drawing;
    const page = await this.document.getPage(this.number);
    const base = page.getViewport({ scale: 1, rotation: (page.rotate + this.turn) % 360 });
    const fit = Math.max(0.1, (this.stage.clientWidth - 24) / base.width);
    const viewport = page.getViewport({ scale: fit * this.zoom, rotation: (page.rotate + this.turn) % 360 });
    const density = Math.min(window.devicePixelRatio || 1, 2);
    const canvas = document.createElement('canvas');
    canvas.width = Math.floor(viewport.width * density);
    canvas.height = Math.floor(viewport.height * density);
    canvas.style.width = `${Math.floor(viewport.width)}px`;
    canvas.style.height = `${Math.floor(viewport.height)}px`;
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', `Page ${this.number} of ${this.pages}`);
    await page.render({ canvas, viewport, transform: density === 1 ? null : [density, 0, 0, density, 0, 0] }).promise;
    if (turn !== this.drawing) return;
    const sheet = document.createElement('div');
    sheet.className = 'pdf-sheet';
    sheet.style.width = canvas.style.width;
    sheet.append(canvas);
    for (const mark of this.marks.filter(found => found.page === this.number)) sheet.append(this.box(mark, viewport));
    this.stage.replaceChildren(sheet);
    this.label.textContent = `${this.number} / ${this.pages}`;
    sheet.querySelector('.pdf-mark')?.scrollIntoView({ block: 'center', inline: 'nearest' });
  }

  box(mark, viewport) {
    const [fromX, fromY, toX, toY] = mark.rectangle;
    const [left, top] = viewport.convertToViewportPoint(fromX, fromY);
    const [right, bottom] = viewport.convertToViewportPoint(toX, toY);
    const box = document.createElement('div');
    box.className = 'pdf-mark';
    box.style.left = `${Math.min(left, right) - 3}px`;
    box.style.top = `${Math.min(top, bottom) - 3}px`;
    box.style.width = `${Math.abs(right - left) + 6}px`;
    box.style.height = `${Math.abs(bottom - top) + 6}px`;
    return box;
  }

  // A fact may be spelled in several ways; the first that stands in the document counts.
  async locate(spellings) {
    const wanted = spellings.split('|').map(plain).filter(text => text !== '');
    for (let number = 1; wanted.length > 0 && number <= this.pages; number++) {
      const items = await this.texts(number);
      for (const text of wanted) {
        const found = search(items, text);
        if (found.length > 0) return found.map(rectangle => ({ page: number, rectangle }));
      }
    }
    return [];
  }

  texts(number) {
    this.read ??= new Map();
    if (!this.read.has(number)) {
      this.read.set(number, this.document.getPage(number).then(page => page.getTextContent()).then(content => content.items));
    }
    return this.read.get(number);
  }

  async find(spellings) {
    this.marks = await this.locate(spellings);
    if (this.marks.length > 0) this.number = this.marks[0].page;
    await this.draw();
    return this.marks.length > 0;
  }

  // Looks up every fact that the page asks about and writes the answer beside it. A scan has no text to compare with.
  async check() {
    const asked = [...document.querySelectorAll('[data-pdf-find]')];
    if (asked.length === 0) return;
    let isScan = true;
    for (let number = 1; isScan && number <= this.pages; number++) {
      isScan = (await this.texts(number)).every(item => (item.str ?? '').trim() === '');
    }
    for (const element of asked) {
      const answer = isScan ? 'unread' : (await this.locate(element.dataset.pdfFind)).length > 0 ? 'yes' : 'no';
      element.setAttribute('data-pdf-found', answer);
      element.closest('tr')?.setAttribute('data-match', answer === 'yes' ? 'same' : answer === 'no' ? 'differs' : 'unread');
    }
  }

  async act(what) {
    const at = scales.findIndex(scale => scale >= this.zoom);
    switch (what) {
      case 'previous': this.number = Math.max(1, this.number - 1); break;
      case 'next': this.number = Math.min(this.pages, this.number + 1); break;
      case 'in': this.zoom = scales[Math.min(scales.length - 1, at + 1)]; break;
      case 'out': this.zoom = scales[Math.max(0, at - 1)]; break;
      case 'rotate': this.turn = (this.turn + 90) % 360; break;
      default: return;
    }
    await this.draw();
  }
}

// Rectangles in page space of the text pieces that together hold the wanted text.
function search(items, wanted) {
  let text = '';
  const owners = [];
  items.forEach((item, index) => {
    for (const letter of plain(item.str ?? '')) {
      text += letter;
      owners.push(index);
    }
  });
  const start = text.indexOf(wanted);
  if (start < 0) return [];
  return [...new Set(owners.slice(start, start + wanted.length))].map(index => {
    const [, , , , x, y] = items[index].transform;
    return [x, y, x + items[index].width, y + (items[index].height || 10)];
  });
}

const reasons = {
  PasswordException: 'The file needs a password. Download it and ask the sender for an open copy.',
  InvalidPDFException: 'The file is damaged and cannot be drawn. Open the original to check it by eye.',
  FormatError: 'The file is damaged and cannot be drawn. Open the original to check it by eye.',
};

function say(viewer, text) {
  const note = document.createElement('p');
  note.className = 'pdf-note';
  note.setAttribute('role', 'alert');
  note.textContent = text;
  viewer.stage.replaceChildren(note);
  viewer.label.textContent = 'Not shown';
}

function useBrowser(viewer) {
  const frame = document.createElement('iframe');
  frame.src = viewer.section.dataset.pdf;
  frame.title = viewer.section.getAttribute('aria-label');
  viewer.stage.replaceChildren(frame);
  viewer.label.textContent = 'Browser viewer';
  for (const button of viewer.section.querySelectorAll('[data-pdf-do]')) button.hidden = true;
}

export async function openViewer(section) {
  if (viewers.has(section)) return;
  const viewer = new Viewer(section);
  viewers.set(section, viewer);
  let pdfjs;
  try {
    pdfjs = await import(library);
  } catch {
    useBrowser(viewer);
    return;
  }
  try {
    await viewer.load(pdfjs);
  } catch (fault) {
    say(viewer, reasons[fault?.name] ?? 'The file could not be loaded. Try again, or open the original.');
    return;
  }
  section.addEventListener('click', event => {
    const button = event.target.closest?.('[data-pdf-do]');
    if (button) viewer.act(button.dataset.pdfDo);
  });
}

document.addEventListener('click', async event => {
  const asked = event.target.closest?.('[data-pdf-find]');
  const section = document.querySelector('[data-pdf]');
  const viewer = section && viewers.get(section);
  if (!asked || !viewer?.document) return;
  const found = await viewer.find(asked.dataset.pdfFind);
  announce(found ? `Found on page ${viewer.number}` : 'Not found in the document');
});
