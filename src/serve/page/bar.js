// Saving, undoing, ending; and what happens when somebody else changed the manifest meanwhile.
import { byId, el } from './dom.js';
import { t } from './words.js';
import { state, listen, tell, isLost } from './store.js';

let ended = false;
let show = () => {}; // the copies
let isTyped = () => false; // is something written into the page that is not noted yet?
let noteTyped = () => true; // note it; false: it could not be noted
let reread = -1; // the server's clock when somebody else's changes came into force

export function say(text) {
  byId('status').textContent = text;
}

// A field whose text counts as changed before it is noted.
export function typedIn(input, is, note) {
  [isTyped, noteTyped] = [is, note];
  input.addEventListener('input', draw);
}

// Nothing is saved or taken back that this page has not seen.
const seen = () => ({ seen: state.edits });

async function save() {
  if (!(await noteTyped())) return false;
  if (state.unsaved === 0) return true;
  const result = await tell('save', seen);
  say(result.ok ? t('saved') : result.error || t('lost'));
  return result.ok;
}

async function undo() {
  const result = await tell('undo', seen);
  say(result.ok ? t('undone') : result.error);
}

// Save, and make the copies of what is saved.
export async function clean() {
  const clock = state.clock; // the copies are made of what the page shows now, or not at all
  if (!(await save())) return;
  const result = await tell('clean', { clock });
  if (result.ok) {
    say(t('clean_begins'));
    show();
  } else {
    say(result.error);
  }
}

async function end() {
  if ((!(await noteTyped()) || state.unsaved > 0) && !window.confirm(t('end_unsaved'))) return;
  ended = true;
  await tell('end');
  document.body.replaceChildren(el('main', {}, el('h1', {}, 'sladd'), el('p', {}, t('ended'))));
}

async function settle(again) {
  const result = await tell('settle', () => ({ ...seen(), again }));
  if (result.ok) say(again ? t('settled_again', { n: result.lost }) : t('settled_theirs'));
  else say(result.error);
}

// A form in the dialog that somebody has begun to fill in.
const filledIn = () => byId('dialog').querySelector('form[data-typed]');

// Neither Escape nor the button that closes it drops such a form unasked.
function guardDialog() {
  const dialog = byId('dialog');
  const ask = (event) => {
    if (!filledIn() || window.confirm(t('drop_typed'))) return;
    event.preventDefault();
    event.stopPropagation();
  };
  dialog.addEventListener('input', (event) => event.target.form?.setAttribute('data-typed', ''));
  dialog.addEventListener('keydown', (event) => { if (event.key === 'Escape') ask(event); });
  dialog.addEventListener('click', (event) => { if (event.target.closest('.close')) ask(event); }, true);
}

// What somebody else wrote is shown as soon as it counts.
function drawReread() {
  if (reread >= 0 && state.reread > reread) say(t('reread'));
  reread = state.reread ?? reread;
}

// Of a conflict both are offered: the changes of this page in the file as it is now, or the file as it is now.
function drawConflict() {
  const box = byId('conflict');
  const about = state.conflict ?? state.broken ?? state.closed ?? '';
  if (box.dataset.about === about) return;
  box.dataset.about = about;
  box.hidden = about === '';
  if (!state.conflict) {
    const text = state.broken ? t('broken', { error: state.broken }) : state.closed ? t('closed', { path: state.closed }) : '';
    box.replaceChildren(...(text ? [el('p', {}, text)] : []));
  } else {
    box.replaceChildren(
      el('p', {}, t('conflict', { path: state.conflict })),
      el('button', { onclick: () => settle(true) }, t('conflict_again')),
      el('button', { onclick: () => settle(false) }, t('conflict_theirs')),
    );
  }
}

function draw() {
  const changes = state.unsaved + (isTyped() ? 1 : 0);
  byId('save').disabled = changes === 0 || Boolean(state.conflict);
  byId('save').textContent = changes > 0 ? t('save_n', { n: changes }) : t('save');
  byId('undo').disabled = !state.can_undo || Boolean(state.conflict);
  byId('clean').disabled = !state.output || Boolean(state.held);
  byId('clean').textContent = t(changes > 0 ? 'save_clean' : 'clean');
  drawConflict();
  drawReread();
  if (isLost() && !ended) say(t('lost'));
}

export function startBar({ showCopies }) {
  show = showCopies;
  byId('save').addEventListener('click', save);
  byId('undo').addEventListener('click', undo);
  byId('clean').addEventListener('click', clean);
  byId('end').addEventListener('click', end);
  byId('begin').addEventListener('click', (event) => {
    if (event.target.closest('[data-blur-all]')) clean();
  });
  document.addEventListener('keydown', (event) => {
    const typing = event.target.closest?.('input, select, textarea');
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.key === 's') {
      event.preventDefault();
      save();
    } else if (event.key === 'z' && !typing && state.can_undo) {
      event.preventDefault();
      undo();
    }
  });
  window.addEventListener('beforeunload', (event) => {
    if ((state.unsaved > 0 || isTyped() || filledIn()) && !ended) event.preventDefault();
  });
  guardDialog();
  listen(draw);
}
