// Everybody of whom nothing is said yet is to be blurred: a hall full of faces, or a folder of halls, is one decision.
import { t } from './words.js';
import { get, post } from './net.js';
import { refresh } from './store.js';
import { say } from './bar.js';

const most = 500; // boxes: the server takes only so many bytes at a time

async function blurPhoto(photo, id, group) {
  const boxes = photo.regions.filter((place) => place.state === 'open' && place.detected).map((place) => place.box);
  for (let i = 0; i < boxes.length; i += most) {
    const result = await post('edit', { photo: id, sha256: photo.sha256, do: 'blur-all', boxes: boxes.slice(i, i + most), group });
    if (!result.ok) return result;
  }
  return { ok: true };
}

// Of these photos; undone as one.
export async function blurOpen(ids) {
  const group = Date.now();
  let result = { ok: true };
  for (let i = 0; i < ids.length && result.ok; i++) {
    if (ids.length > 1) say(t('clean_n', { n: i, of: ids.length }));
    result = await get(`photo?photo=${ids[i]}`).then((photo) => blurPhoto(photo, ids[i], group), () => ({ ok: false }));
  }
  say(result.ok ? t('noted') : result.error || t('lost'));
  await refresh();
}
