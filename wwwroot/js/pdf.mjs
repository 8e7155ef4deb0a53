import { announce } from './announce.mjs';

const library = '/lib/pdfjs/pdf.min.mjs';
const worker = '/lib/pdfjs/pdf.worker.min.mjs';
const scales = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];
const pagesMax = 300;
const viewers = new WeakMap();

// Places that the table beside the document names: "page,left,top,right,bottom" in tenths of a point, several by semicolons.
const placesOf = element => element.dataset.pdfBoxes.split(';').map(place => place.split(',').map(Number))
  .filter(place => place.length === 5 && place.every(Number.isFinite))
  .map(([page, left, top, right, bottom]) => ({ page, edges: [left / 10, top / 10, right / 10, bottom / 10] }));

class Viewer {
  constructor(section) {
    this.section = section;
    this.stage = section.querySelector('[data-pdf-stage]');
    this.label = section.querySelector('[data-pdf-page]');
    this.number = 1;
    this.zoom = 1;
    this.turn = 0;
    this.asked = null;
    this.drawing = 0;
  }

  async load(pdfjs) {
    pdfjs.GlobalWorkerOptions.workerSrc = worker;
    this.document = await pdfjs.getDocument({ url: this.section.dataset.pdf, enableXfa: false, disableAutoFetch: true }).promise;
    this.pages = Math.min(this.document.numPages, pagesMax);
    await this.draw();
    // The table is drawn anew when a field was ticked or a declaration was corrected; the boxes follow.
    const table = document.querySelector('[data-proof-check]');
    if (table) {
      new MutationObserver(() => this.mark()).observe(table, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-match', 'data-pdf-boxes'] });
    }
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
    this.viewport = viewport;
    this.sheet = sheet;
    this.mark();
    this.stage.replaceChildren(sheet);
    this.label.textContent = `${this.number} / ${this.pages}`;
    this.reveal();
  }

  // Only the stage scrolls to the place; the page around it stays where the reader has it.
  reveal() {
    const now = this.sheet?.querySelector('.pdf-mark[data-now]');
    if (!now) return;
    const [stage, box] = [this.stage.getBoundingClientRect(), now.getBoundingClientRect()];
    this.stage.scrollBy({ top: box.top - stage.top - (stage.height - box.height) / 2, left: Math.min(0, box.left - stage.left - 12) + Math.max(0, box.right - stage.right + 12) });
    if (stage.top > innerHeight - 80 || stage.bottom < 80) this.section.scrollIntoView({ block: 'nearest' });
  }

  // Boxes every place that the table names on this page.
  mark() {
    if (!this.sheet) return;
    for (const old of this.sheet.querySelectorAll('.pdf-mark')) old.remove();
    for (const element of document.querySelectorAll('[data-pdf-boxes]')) {
      for (const [index, place] of placesOf(element).entries()) {
        if (place.page === this.number) this.sheet.append(this.box(place, element, index));
      }
    }
  }

  box(place, element, index) {
    const [left, top, right, bottom] = this.turned(place.edges).map(edge => edge * this.viewport.scale);
    const box = document.createElement('div');
    box.className = 'pdf-mark';
    box.dataset.match = element.closest('tr')?.dataset.match ?? '';
    box.toggleAttribute('data-now', this.asked === element && index === 0);
    box.style.left = `${left - 3}px`;
    box.style.top = `${top - 3}px`;
    box.style.width = `${right - left + 6}px`;
    box.style.height = `${bottom - top + 6}px`;
    return box;
  }

  // The places are told for the page as it is shown first; whoever turns it turns them along.
  turned([left, top, right, bottom]) {
    const flat = this.turn % 180 === 0;
    const across = (flat ? this.viewport.width : this.viewport.height) / this.viewport.scale;
    const down = (flat ? this.viewport.height : this.viewport.width) / this.viewport.scale;
    switch (this.turn) {
      case 90: return [down - bottom, left, down - top, right];
      case 180: return [across - right, down - bottom, across - left, down - top];
      case 270: return [top, across - right, bottom, across - left];
      default: return [left, top, right, bottom];
    }
  }

  async show(element) {
    const [place] = placesOf(element);
    if (!place || place.page > this.pages) return false;
    this.asked = element;
    if (place.page === this.number) {
      this.mark();
      this.reveal();
    } else {
      this.number = place.page;
      await this.draw();
    }
    return true;
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
  const target = event.target;
  if (!(target instanceof Element)) return;
  const asked = target.closest('[data-pdf-boxes]') ?? (target.closest('a, button, input, label') ? null : target.closest('tr')?.querySelector('[data-pdf-boxes]'));
  const section = document.querySelector('[data-pdf]');
  const viewer = section && viewers.get(section);
  if (!asked || !viewer?.document) return;
  if (await viewer.show(asked)) announce(`${asked.textContent} on page ${viewer.number}`);
});
