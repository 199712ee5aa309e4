// The page's parts, put together.
import { byId, pressOnce } from './dom.js';
import { loadWords, t } from './words.js';
import { state, listen, refresh, isLost } from './store.js';
import { startBar } from './bar.js';
import { startFolder, drawFolder, nextPhoto, placeOf } from './folder.js';
import { startPhoto, showPhoto, drawPhoto, leavePhoto } from './photo.js';
import { drawPeople } from './people.js';
import { startCopies, drawCopies, forgetCopies } from './copies.js';

const sections = ['folder', 'photo', 'people', 'copies'];
let shown = 'folder';

function show(name) {
  if (shown === 'photo' && name !== 'photo') leavePhoto();
  shown = name;
  for (const section of sections) byId(section).hidden = section !== name;
  for (const [button, section] of [['go-folder', 'folder'], ['go-people', 'people'], ['go-copies', 'copies']])
    if (section === name) byId(button).setAttribute('aria-current', 'page');
    else byId(button).removeAttribute('aria-current');
}

function openPhoto(id) {
  show('photo');
  showPhoto(id);
}

function openFolder(focus) {
  show('folder');
  drawFolder(state, focus);
}

function openCopies(fresh) {
  if (fresh) forgetCopies();
  show('copies');
  drawCopies();
  byId('copies').querySelector('h2').focus();
}

function draw() {
  byId('folder-name').textContent = state.folder ?? 'sladd';
  document.title = `${state.folder ?? ''} – sladd`;
  byId('facts').textContent = t('facts', { policy: state.policy, channel: state.channel || '–', date: state.date });
  document.body.classList.toggle('lost', isLost());
  if (shown === 'folder') drawFolder(state);
  if (shown === 'photo') drawPhoto(state);
  if (shown === 'people') drawPeople(state);
  drawCopies();
}

async function start() {
  const first = refresh(); // what there is and how it is said, at the same time
  await loadWords();
  pressOnce();
  startBar({ showCopies: () => openCopies(true) });
  startFolder(openPhoto);
  startPhoto({ back: (id) => openFolder(id), open: openPhoto, next: nextPhoto, place: placeOf });
  startCopies(openPhoto);
  byId('go-copies').addEventListener('click', () => openCopies(false));
  byId('go-folder').addEventListener('click', () => openFolder());
  byId('go-people').addEventListener('click', () => { show('people'); drawPeople(state, true); });
  await first;
  listen(draw);
  await refresh();
}

start();
