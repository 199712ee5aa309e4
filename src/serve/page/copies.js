// Making the copies: how far it is, what became of it, and the copies beside the photos.
import { byId, el } from './dom.js';
import { t, troubleOf } from './words.js';
import { get } from './net.js';
import { state, nameAnywhere } from './store.js';
import { say } from './bar.js';

let parts = null;
let open = () => {};
let asking = false;
let known = null; // what the server said last
let wanted = true; // it may have more to say

const picture = (src, alt, text) => el('figure', {},
  el('img', { src, alt, loading: 'lazy', onerror: (event) => event.target.replaceWith(el('p', {}, t('copy_none'))) }),
  el('figcaption', {}, text));

// A photo and its copy; by its name one comes to where something can be changed.
function pair(photo) {
  const copy = photo.trouble === null
    ? picture(`output?photo=${photo.id}&v=${photo.clock}`, t('alt_copy', { name: photo.name }), t('copy'))
    : el('p', { class: 'trouble' }, troubleOf(photo));
  return el('li', {}, el('p', {}, el('button', { type: 'button', onclick: () => open(photo.id) }, photo.name)),
    el('div', { class: 'pair' }, picture(`small?photo=${photo.id}&v=${photo.small}`, t('alt_original', { name: photo.name }), t('original')), copy));
}

function result(news) {
  const { sanitised, unchanged, withheld, failed } = news.summary ?? {};
  const texts = [t(news.code === 0 ? 'clean_good' : news.code === 1 ? 'clean_withheld' : 'clean_bad')];
  if (news.summary)
    texts.push(t('clean_counts', { sanitised, unchanged, withheld, failed }), t('clean_where', { folder: state.output }));
  const down = (news.take_down ?? []).map((one) => el('li', {},
    `${one.output}${one.person === null ? '' : ` (${nameAnywhere(one.person)})`}: ${one.why}`));
  parts.result.replaceChildren(...texts.map((text) => el('p', {}, text)),
    ...(down.length > 0 ? [el('h3', {}, t('take_down')), el('ul', {}, ...down)] : []));
  const photos = [...state.photos.values()].sort((a, b) => (b.trouble !== null) - (a.trouble !== null) || a.id - b.id);
  parts.pairs.replaceChildren(...(news.summary ? photos.map(pair) : []));
}

async function look() {
  const news = await get('cleaning');
  wanted = news.running;
  byId('go-copies').hidden = !news.running && !news.ended;
  if (byId('go-copies').hidden) return;
  const ended = news.ended && !known?.ended;
  known = news;
  parts.progress.max = state.count;
  parts.progress.value = news.ended ? state.count : Math.min(news.done, state.count);
  parts.text.textContent = news.ended ? t('clean_ended') : t('clean_n', { n: Math.min(news.done, state.count), of: state.count });
  parts.lines.textContent = news.lines.join('\n');
  if (!ended) return;
  result(news);
  say(t('clean_ended'));
}

// They are being made anew.
export function forgetCopies() {
  known = null;
  wanted = true;
  parts.result.replaceChildren();
  parts.pairs.replaceChildren();
}

// Asks while the copies are being made, wherever on the page one is.
export async function drawCopies() {
  if (asking || !(wanted || state.held)) return;
  asking = true;
  try {
    await look();
  } catch {
    wanted = true; // the next round asks again
  } finally {
    asking = false;
  }
}

export function startCopies(openPhoto) {
  open = openPhoto;
  parts = {
    text: el('p', { role: 'status' }),
    progress: el('progress', { max: 1, value: 0, 'aria-labelledby': 'copies-head' }),
    result: el('div', { role: 'status' }),
    pairs: el('ul', { class: 'pairs' }),
    lines: el('pre', { tabIndex: 0, 'aria-label': t('details') }),
  };
  byId('copies').replaceChildren(el('h2', { id: 'copies-head', tabIndex: -1 }, t('copies')), parts.text, parts.progress, parts.result,
    parts.pairs, el('details', {}, el('summary', {}, t('details')), parts.lines));
}
