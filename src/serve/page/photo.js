// One photo: what was decided of every place, and changing it by pointing or by keys.
import { byId, el, released } from './dom.js';
import { t, troubleOf } from './words.js';
import { get } from './net.js';
import { tell, nameOf, personOf, idOf } from './store.js';
import { makeCanvas, marks } from './canvas.js';
import { makeChooser, remember, likely } from './chooser.js';
import { addPerson, showPerson } from './people.js';
import { blurOpen } from './blur.js';
import { withoutPermission, permitButton } from './rights.js';
import { makeAbout, permissionButtons } from './about.js';
import { tagNodes, wrongTags } from './tags.js';
import { say } from './bar.js';

let go = {};
let shown = null; // id of the photo
let left = null; // the same, also when it is shown no more
let photo = null; // what the server says of it
let places = [];
let selected = -1;
let boxed = null; // a box that was drawn and has no meaning yet
let deciding = 0; // decisions of which one does not see yet what came of them
let preview = false;
let earlier = []; // the people in the photo before (idOf), in the order of its places
let named = new Set(); // the people whom this photo was told of and may not show yet, likewise
let told = -1;
let parts = null; // the section's elements
let copyTimer = 0;

const most = 8; // people who have a button of their own
const order = { face: 0, manual: 1, code: 2, text: 3 };

function labelOf(place, number) {
  const what = t(`kind_${place.kind}`);
  const who = place.person ? nameOf(place.person, photo.people) : '';
  return `${number + 1} ${marks[place.state]} ${what}: ${who ? `${who}, ` : ''}${t(`state_${place.state}`)}`;
}

function edit(change, id = shown) {
  return tell('edit', { photo: id, sha256: photo.sha256, ...change }).then((result) => {
    say(result.ok ? t('noted') : result.error || t('lost'));
    return result.ok;
  });
}

// The next face that is open, so that one can go on without the mouse.
function selectNext() {
  const from = selected;
  for (let step = 1; step <= places.length; step++) {
    const number = (from + step) % places.length;
    if (places[number].state === 'open' && number !== from) return select(number, true);
  }
  return select(from, true);
}

async function decide(change, box) {
  boxed = null;
  parts.canvas.clearBox();
  deciding++;
  const noted = await edit({ ...change, box });
  deciding--;
  if (noted) selectNext();
}

const chosenPlace = () => (boxed ? undefined : places[selected]);
const chosenBox = () => boxed ?? places[selected]?.box;

// Who is in the shown photo, or was told to be.
function peopleHere() {
  const people = places.map((place) => place.person && personOf(place.person, photo.people)).filter(Boolean);
  return new Set([...people.map(idOf), ...named]);
}

// Who was in the photo before and is not in this one yet: sladd compares no faces, the officer says it is so.
function nextOfEarlier() {
  return likely(photo, earlier, peopleHere(), 1).find((person) => earlier.includes(idOf(person)));
}

// The server refuses whoever is of another manifest, whatever the page offered.
function decideName(person, tags, box) {
  remember(person);
  named.add(idOf(person));
  return decide({ do: 'name', person: person.key, file: person.file, wrong_tags: tags }, box);
}

function namePerson(person) {
  return decideName(person, wrongTags(chosenPlace(), photo, person), chosenBox());
}

function noFace() {
  return decide({ do: 'no-face', wrong_tags: wrongTags(chosenPlace(), photo, null) }, chosenBox());
}

async function nameNew(name) {
  const [place, box] = [chosenPlace(), chosenBox()];
  const person = await addPerson(name, photo.file, shown);
  if (person) await decideName(person, wrongTags(place, photo, person), box);
}

function button(text, run, extra = {}) {
  return el('button', { type: 'button', onclick: run, ...extra }, text);
}

// The people whom it may be, one press away.
function peopleRow() {
  const people = likely(photo, earlier, peopleHere(), most);
  return el('p', { class: 'row who' }, ...people.map((person) => button(`${person.verdict === 'consent' ? marks.kept : marks.blurred} ${person.name}`,
    () => namePerson(person), { title: person.sentence, 'aria-label': `${person.name}. ${person.sentence}` })));
}

// What can be done with a place, or with a box that was drawn (`place` null).
function actions(place, box, why) {
  const row = el('p', { class: 'row' });
  if (place?.kind === 'face') {
    if (place.state !== 'blurred' || !place.said || place.person) row.append(button(t('do_blur'), () => decide({ do: 'blur' }, box)));
    if (place.state !== 'no-face') row.append(button(t('do_no_face'), noFace));
  }
  if (!place || place.kind === 'text' || place.kind === 'code') {
    const what = place?.kind ?? 'text';
    if (place?.state !== 'kept') row.append(button(t(`do_keep_${what}`), () => decide({ do: 'keep', what, why: why.value }, box)));
  }
  if (!place || (place.kind === 'text' && place.state === 'kept'))
    row.append(button(t('do_redact'), () => decide({ do: 'redact', why: why.value }, box)));
  if (place?.said) row.append(button(t('do_forget'), () => decide({ do: 'forget' }, box)));
  if (!place) row.append(button(t('cancel'), () => { boxed = null; parts.canvas.clearBox(); drawEditor(); parts.draw.focus(); }));
  return row;
}

function drawEditor() {
  const place = boxed ? null : places[selected];
  const box = chosenBox();
  parts.editor.replaceChildren();
  parts.chooser = null;
  if (!box) return;
  const why = el('input', { type: 'text', id: 'why', maxLength: 200, autocomplete: 'off' });
  const tagged = place?.tag ?? null;
  const nodes = [el('h3', {}, place ? labelOf(place, selected) : t('new_box')), el('p', {}, place ? place.sentence : t('new_box_help'))];
  if (place?.reason === 'ambiguous' && place.tags.length === 0) nodes.push(el('p', {}, t('ambiguous_help')));
  nodes.push(...tagNodes(place, photo, namePerson));
  if (tagged) nodes.push(button(t('add_named', { name: tagged }), () => nameNew(tagged)));
  const known = place?.person && personOf(place.person, photo.people);
  if (known) nodes.push(button(t('show_card', { name: known.name }), () => showPerson(known)));
  const row = actions(place, box, why);
  if (!place || ((place.kind === 'text' || place.kind === 'code') && row.children.length > 0))
    nodes.push(el('p', { class: 'field' }, el('label', { htmlFor: 'why' }, t('why')), why));
  nodes.push(row);
  if (!place || place.kind === 'face') {
    const chooser = makeChooser(photo, namePerson, nameNew, tagged);
    parts.chooser = chooser.input;
    nodes.push(chooser.node, peopleRow());
  }
  parts.editor.append(...nodes);
}

// With `focus` the place's line is where the keyboard is. Only its list scrolls for that, so that what can be done with the
// place stays in sight; `seen`: also whatever the list is in, for somebody who walks through it with the keys.
function select(number, focus, seen) {
  selected = number;
  boxed = null;
  parts.list.querySelectorAll('button').forEach((node, i) => node.setAttribute('aria-pressed', String(i === number)));
  parts.canvas.drawPlaces(places, selected, photo, !preview);
  drawEditor();
  const node = parts.list.querySelectorAll('button')[number];
  if (focus && node) {
    node.focus({ preventScroll: true });
    if (seen) node.scrollIntoView({ block: 'nearest' });
    else parts.list.scrollTop = node.offsetTop - parts.list.offsetTop - (parts.list.clientHeight - node.offsetHeight) / 2;
  }
}

function drawList() {
  const focused = parts.list.contains(document.activeElement);
  parts.list.replaceChildren(...places.map((place, number) =>
    el('li', {}, button(labelOf(place, number), () => select(number), { 'aria-pressed': String(number === selected) }))));
  if (focused) parts.list.querySelectorAll('button')[selected]?.focus({ preventScroll: true });
  parts.count.textContent = t('open_n', { n: photo.open });
  parts.rest.hidden = photo.open === 0;
}

// What somebody should know of this photo, each with the button that does something about it.
function drawTrouble() {
  const lines = [];
  if (photo.trouble) lines.push(troubleOf(photo));
  lines.push(...photo.notices);
  parts.trouble.replaceChildren(...lines.map((line) => el('p', {}, line)));
  if (photo.outdated)
    parts.trouble.append(el('p', {}, t('outdated'), ' ', button(t('do_renew'), () => edit({ do: 'renew' }))));
  if (photo.publish === 'yes' && photo.permission_own === 'no') parts.trouble.append(...permissionButtons(photo, edit));
  else if (photo.publish === 'yes' && photo.permission !== 'yes')
    parts.trouble.append(...withoutPermission(new Set([photo.file])).map(permitButton));
}

function drawPicture() {
  clearTimeout(copyTimer);
  if (!preview) {
    if (photo.large_failed) parts.trouble.append(el('p', {}, t('no_picture')));
    const picture = photo.large ? `large?photo=${shown}&v=${photo.sha256.slice(0, 12)}` : `small?photo=${shown}&v=${photo.small}`;
    parts.canvas.show(picture, t('alt_original', { name: photo.name }));
    return;
  }
  waitForCopy(shown, photo.clock);
}

// The copy is made by a worker as `clean` makes it: the same bytes.
async function waitForCopy(id, clock) {
  const answer = await fetch(`copy?photo=${id}`, { cache: 'no-store' });
  if (id !== shown || !preview) return;
  if (answer.status === 202) {
    parts.previewText.textContent = t('copy_wait');
    copyTimer = setTimeout(() => waitForCopy(id, clock), 700);
    return;
  }
  const copied = await get(`copied?photo=${id}`);
  if (answer.ok) {
    parts.previewText.textContent = t('copy_is', { sha: copied.sha256.slice(0, 12) });
    parts.canvas.show(`copy?photo=${id}&v=${copied.sha256.slice(0, 12)}`, t('alt_copy', { name: photo.name }));
  } else {
    parts.previewText.textContent = `${t('copy_none')} ${copied.trouble}`;
    parts.canvas.image.removeAttribute('src');
  }
}

function togglePreview() {
  preview = !preview;
  parts.preview.setAttribute('aria-pressed', String(preview));
  parts.previewText.textContent = '';
  parts.canvas.drawPlaces(places, selected, photo, !preview);
  drawPicture();
}

function startDrawing() {
  if (preview) togglePreview();
  say(t('draw_help'));
  parts.canvas.startDrawing();
}

function drawn(box) {
  say('');
  if (!box) return parts.draw.focus();
  boxed = box;
  drawEditor();
  return byId('why')?.focus();
}

function move(step) {
  const id = go.next(shown, step);
  if (id !== undefined) go.open(id);
}

function togglePublish() {
  return edit({ do: 'publish', answer: photo.publish === 'no' ? 'yes' : 'no' });
}

function keys(event) {
  if (event.target.closest('input, select, textarea, dialog') || event.ctrlKey || event.metaKey || event.altKey) return;
  const inList = parts.list.contains(event.target);
  const face = deciding === 0 && places[selected]?.kind === 'face'; // a key that comes too early is for the next one
  const runs = {
    ArrowLeft: () => move(-1),
    ArrowRight: () => move(1),
    Escape: () => go.back(shown),
    ArrowDown: inList && (() => select(Math.min(selected + 1, places.length - 1), true, true)),
    ArrowUp: inList && (() => select(Math.max(selected - 1, 0), true, true)),
    n: inList && face && (() => parts.chooser?.focus()),
    b: inList && face && (() => decide({ do: 'blur' }, chosenBox())),
    x: inList && face && noFace,
    r: inList && face && nextOfEarlier() && (() => namePerson(nextOfEarlier())),
  };
  if (!runs[event.key]) return;
  event.preventDefault();
  runs[event.key]();
}

// A folded list of hints.
function help(head, lines) {
  return el('details', {}, el('summary', {}, head), el('ul', { class: 'keys' }, ...lines.split(' | ').map((line) => el('li', {}, line))));
}

function build() {
  const canvas = makeCanvas({ chosen: (number) => select(number, true), drawn });
  parts = {
    canvas,
    head: el('h2', { id: 'photo-head', tabIndex: -1 }),
    list: el('ol', { class: 'places', 'aria-label': t('places') }),
    count: el('span', { class: 'count' }),
    editor: el('div', { class: 'editor', role: 'group', 'aria-label': t('editor') }),
    trouble: el('div', { class: 'trouble' }),
    preview: button(t('preview'), togglePreview, { 'aria-pressed': 'false' }),
    previewText: el('p', { role: 'status', class: 'preview-text' }),
    draw: button(t('draw'), startDrawing),
    publish: button('', togglePublish),
    rest: button(t('blur_rest'), () => blurOpen([shown])),
    before: button(t('before'), () => move(-1)),
    after: button(t('after'), () => move(1)),
    about: makeAbout(edit),
    position: el('span', { class: 'position' }),
  };
  // The second of a double click falls on a button that is about the next face by now.
  parts.editor.addEventListener('click', (event) => { if (event.detail > 1) event.stopPropagation(); }, true);
  byId('photo').replaceChildren(
    el('div', { class: 'toolbar' }, button(t('back'), () => go.back(shown)), parts.before, parts.after, parts.position, parts.head,
      parts.preview, parts.draw, button('−', () => canvas.zoom(0.8), { 'aria-label': t('smaller') }),
      button('+', () => canvas.zoom(1.25), { 'aria-label': t('larger') }), parts.publish),
    el('div', { class: 'split' },
      el('div', { class: 'stage' }, parts.trouble, parts.previewText, canvas.node),
      el('aside', { 'aria-label': t('places') }, parts.editor, el('p', { class: 'row open' }, parts.count, parts.rest), parts.list,
        parts.about.node, help(t('help'), t('help_text')), help(t('keys'), t('keys_text')))),
  );
}

// Where the photo stands among those that are shown.
function drawPosition() {
  const { n, of } = go.place(shown);
  parts.before.disabled = n <= 1;
  parts.after.disabled = n === 0 ? of === 0 : n >= of; // one that is settled may be shown no more
  parts.position.textContent = [n > 0 ? t('position', { n, of }) : '', photo.current ? '' : t('looking')].filter(Boolean).join(' · ');
}

async function load() {
  const id = shown;
  const news = await get(`photo?photo=${id}`);
  await released();
  if (id !== shown) return;
  const before = places[selected];
  photo = news;
  told = photo.clock;
  if (!photo.large && !photo.large_failed) fetch(`large?photo=${id}`, { cache: 'no-store' });
  if (photo.current) named.clear();
  places = inOrder(photo.regions);
  if (before) selected = nearest(before);
  parts.head.textContent = photo.name;
  drawPosition();
  parts.publish.textContent = t(photo.publish === 'no' ? 'do_publish' : 'do_withhold');
  drawTrouble();
  parts.about.draw(photo);
  drawList();
  parts.canvas.drawPlaces(places, selected, photo, !preview);
  drawPicture();
  if (!boxed && !parts.editor.contains(document.activeElement)) drawEditor();
}

// Faces first, and of these the large ones, whom one is asked about first, each size from left to right.
function inOrder(regions) {
  const largest = Math.max(...regions.map((place) => (place.kind === 'face' && place.box ? place.box[3] : 0)));
  const size = (place) => (place.kind === 'face' && place.box ? Math.round(Math.log2(largest / place.box[3])) : 0);
  const left = (place) => (place.kind === 'face' && place.box ? place.box[0] : 0);
  return regions.slice().sort((a, b) => order[a.kind] - order[b.kind] || size(a) - size(b) || left(a) - left(b));
}

// Which of the places is the one that was there before; -1: none. In a crowd the next one is near, too.
function nearest(before) {
  const off = (place) => (place.kind === before.kind && place.box && before.box
    ? Math.max(...place.box.map((value, i) => Math.abs(value - before.box[i]))) : 1);
  const least = Math.min(...places.map(off), 1);
  return least < 0.02 ? places.findIndex((place) => off(place) === least) : -1;
}

export async function showPhoto(id) {
  if (!parts) build();
  parts.about.note();
  const faces = places.filter((place) => place.kind === 'face' && place.person)
    .map((place) => personOf(place.person, photo.people)).filter(Boolean);
  if (faces.length > 0 && id !== left) earlier = [...new Set(faces.map(idOf))];
  named.clear();
  left = id;
  shown = id;
  places = [];
  selected = -1;
  boxed = null;
  parts.canvas.clearBox();
  parts.canvas.zoom(0);
  await load();
  const first = places.findIndex((place) => place.state === 'open');
  if (places.length > 0) select(Math.max(first, 0), true);
  else parts.head.focus();
}

export function drawPhoto(now) {
  const row = now.photos.get(shown);
  if (row && row.clock !== told) load();
}

export function leavePhoto() {
  parts.about.note();
  clearTimeout(copyTimer);
  shown = null;
  preview = false;
  parts.preview.setAttribute('aria-pressed', 'false');
  parts.previewText.textContent = '';
}

export function startPhoto(callbacks) {
  go = callbacks;
  byId('photo').addEventListener('keydown', keys);
}
