// Making the copies: how far it is, what became of it, and the copies beside the photos.
import { byId, el } from './dom.js';
import { t } from './words.js';
import { get } from './net.js';
import { say } from './bar.js';

let parts = null;
let asking = false;
let ended = false;

function pair(photo) {
  return el('li', {}, el('p', {}, photo.name), el('div', { class: 'pair' },
    el('figure', {}, el('img', { src: `small?photo=${photo.id}`, alt: t('alt_original', { name: photo.name }), loading: 'lazy' }),
      el('figcaption', {}, t('original'))),
    el('figure', {}, el('img', { src: `output?photo=${photo.id}&v=${photo.clock}`, alt: t('alt_copy', { name: photo.name }), loading: 'lazy',
      onerror: (event) => event.target.replaceWith(el('p', {}, t('copy_none'))) }), el('figcaption', {}, t('copy')))));
}

function result(news, now) {
  const summary = news.summary ?? {};
  const texts = [t(news.code === 0 ? 'clean_good' : news.code === 1 ? 'clean_withheld' : 'clean_bad')];
  if (news.summary)
    texts.push(t('clean_counts', { sanitised: summary.sanitised, unchanged: summary.unchanged, withheld: summary.withheld, failed: summary.failed }),
      t('clean_where', { folder: now.output }));
  const down = (news.take_down ?? []).map((one) => el('li', {}, `${one.output} (${one.person}: ${one.reason})`));
  parts.result.replaceChildren(...texts.map((text) => el('p', {}, text)),
    ...(down.length > 0 ? [el('h3', {}, t('take_down')), el('ul', {}, ...down)] : []));
  parts.pairs.replaceChildren(...(news.summary ? [...now.photos.values()].map(pair) : []));
}

async function look(now) {
  const news = await get('cleaning');
  if (!news.running && !news.ended) return;
  parts.progress.max = now.count;
  parts.progress.value = news.ended ? now.count : Math.min(news.done, now.count);
  parts.text.textContent = news.ended ? t('clean_ended') : t('clean_n', { n: Math.min(news.done, now.count), of: now.count });
  parts.lines.textContent = news.lines.join('\n');
  if (news.ended && !ended) {
    result(news, now);
    say(t('clean_ended'));
  }
  ended = news.ended;
}

export async function drawCopies(now) {
  if (asking) return;
  asking = true;
  try {
    await look(now);
  } catch {
    // the next round asks again
  } finally {
    asking = false;
  }
}

export function startCopies() {
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
