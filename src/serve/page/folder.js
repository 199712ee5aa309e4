// The folder as thumbnails, the most doubtful first.
import { byId, el } from './dom.js';
import { t, troubleOf } from './words.js';
import { state, personOf } from './store.js';
import { blurOpen } from './blur.js';
import { withoutPermission, rightsNodes } from './rights.js';

const filters = [
  ['all', () => true],
  ['open', (photo) => photo.open > 0],
  ['kept', (photo) => photo.kept > 0 || photo.texts_kept > 0],
  ['withheld', (photo) => photo.trouble !== null],
  ['changed', (photo) => photo.unsaved],
];
const cards = new Map(); // by photo
let order = [];
let ready = 120; // cards that may be made: the first ones are there at once, a thousand follow while one looks
let filter = 'all';
let open = () => {};

// How many of those who are seen have a consent that ends soon.
const soon = (photo) => photo.seen.filter((key) => personOf(key, photo.people)?.soon).length;
const doubt = (photo) => (photo.trouble ? 1000 : 0) + photo.open * 10 + soon(photo) * 5 + (photo.looked ? 0 : -1);

function wording(photo) {
  if (!photo.looked) return [t('not_looked')];
  const texts = [];
  if (photo.trouble) texts.push(troubleOf(photo));
  texts.push(photo.open > 0 ? t('open_n', { n: photo.open }) : t('open_none'));
  if (photo.kept > 0) texts.push(t('kept_n', { n: photo.kept }));
  if (soon(photo) > 0) texts.push(t('soon_n', { n: soon(photo) }));
  if (photo.blurred > photo.open) texts.push(t('blurred_n', { n: photo.blurred - photo.open }));
  if (photo.texts_kept > 0) texts.push(t('texts_kept_n', { n: photo.texts_kept }));
  if (photo.unsaved) texts.push(t('is_changed'));
  return texts;
}

function makeCard(photo) {
  const image = el('img', { alt: '', loading: 'lazy', width: 240, height: 180 });
  const words = el('span', { class: 'words' });
  const button = el('button', { class: 'card', onclick: () => open(photo.id) }, image,
    el('span', { class: 'file' }, photo.name), words);
  return { node: el('li', {}, button), button, image, words, told: '' };
}

function drawCard(card, photo) {
  const told = `${photo.clock} ${soon(photo)}`;
  if (card.told === told) return;
  card.told = told;
  if (photo.small && card.small !== photo.small) card.image.src = `small?photo=${photo.id}&v=${photo.small}`;
  if (photo.small) card.small = photo.small;
  card.words.replaceChildren(...wording(photo).map((text) => el('span', {}, text)));
  card.button.classList.toggle('is-open', photo.open > 0);
  card.button.classList.toggle('is-withheld', photo.trouble !== null);
  card.button.classList.toggle('is-changed', photo.unsaved);
}

function sort(photos) {
  order = photos.slice().sort((a, b) => doubt(b) - doubt(a) || a.id - b.id).map((photo) => photo.id);
}

const shownIds = () => order.filter((id) => state.photos.has(id) && passes(state.photos.get(id)));

const openIds = () => shownIds().filter((id) => state.photos.get(id).open > 0);

// The photo before or behind another, in the order that is shown.
export function nextPhoto(id, step) {
  const shown = shownIds();
  const at = shown.indexOf(id);
  return at < 0 ? shown[0] : shown[at + step];
}

// Which of the photos that are shown it is, from 1; 0: none of them.
export function placeOf(id) {
  const shown = shownIds();
  return { n: shown.indexOf(id) + 1, of: shown.length };
}

function passes(photo) {
  return filters.find(([name]) => name === filter)[1](photo);
}

function drawFilters(photos) {
  const box = byId('filters');
  if (box.children.length === 1)
    for (const [name] of filters) {
      const input = el('input', { type: 'radio', name: 'filter', value: name, checked: name === filter,
        onchange: () => { filter = name; drawFolder(state, undefined, true); } });
      box.append(el('label', {}, input, ' ', el('span', { 'data-filter': name })));
    }
  for (const [name, test] of filters)
    box.querySelector(`[data-filter="${name}"]`).textContent =
      t(`filter_${name}`, { n: photos.filter(test).length });
}

// Nothing is written of this folder yet: what one can do first.
function drawBegin(photos) {
  const box = byId('begin');
  const wanted = state.people.length === 0 && photos.every((photo) => !photo.unsaved) && state.unsaved === 0;
  if (wanted && box.hidden)
    box.replaceChildren(el('p', {}, t('begin')), el('button', { 'data-blur-all': '' }, t('blur_all')));
  box.hidden = !wanted;
}

function drawRights(now) {
  const used = withoutPermission(new Set([...now.photos.values()].map((photo) => photo.file)));
  const box = byId('rights');
  const key = used.map((file) => `${file.number} ${file.permission}`).join();
  if (box.dataset.files === key) return;
  box.dataset.files = key;
  box.replaceChildren(...rightsNodes(used));
}

// Nobody need say anything of them: undecided faces are blurred. Whoever wants it settled does it at once.
function drawOpen() {
  const n = openIds().reduce((sum, id) => sum + state.photos.get(id).open, 0);
  const box = byId('open');
  box.hidden = n === 0;
  if (box.children.length === 0)
    box.append(el('span', {}, t('open_help')), ' ', el('button', { type: 'button', onclick: () => blurOpen(openIds()) }));
  box.querySelector('button').textContent = t('blur_open', { n });
}

export function drawFolder(now, focus, again) {
  const photos = [...now.photos.values()];
  const grid = byId('grid');
  // What somebody is on, with the keyboard or the mouse, must not jump away while the photos are looked at.
  const busy = grid.contains(document.activeElement) || grid.matches(':hover');
  if (again || order.length !== photos.length || !busy) sort(photos);
  drawFilters(photos);
  drawBegin(photos);
  drawRights(now);
  const nodes = [];
  for (const id of order.slice(0, ready)) {
    const photo = now.photos.get(id);
    if (!cards.has(id)) cards.set(id, makeCard(photo));
    drawCard(cards.get(id), photo);
    if (passes(photo)) nodes.push(cards.get(id).node);
  }
  if (nodes.length !== grid.children.length || nodes.some((node, i) => grid.children[i] !== node))
    grid.replaceChildren(...nodes);
  drawOpen();
  byId('nothing').hidden = nodes.length > 0;
  if (ready < order.length) {
    ready += 200;
    setTimeout(() => { if (!byId('folder').hidden) drawFolder(state); });
  }
  if (focus !== undefined) cards.get(focus)?.button.focus();
}

export function startFolder(openPhoto) {
  open = openPhoto;
}
