// What the page knows: the server's state, kept up to date, and who wants to hear of changes.
import { released } from './dom.js';
import { get, post } from './net.js';

export const state = { clock: -1, photos: new Map(), people: [], files: [], unsaved: 0, waiting: 0 };
const listeners = new Set();
let timer = 0;
let asking = null;
let lost = false;

export function listen(hear) {
  listeners.add(hear);
}

// A short name may be one person's in one manifest and another's in the next: a person is known by both.
export const idOf = (person) => `${person.file} ${person.key}`;

// Whom a photo may name, by short name: those of its manifests, the nearer one's first.
export function peopleOf(photo) {
  const near = new Map();
  for (const file of photo.people)
    for (const person of state.people)
      if (person.file === file && !near.has(person.key)) near.set(person.key, person);
  return near;
}

// Whom a short name means where the manifests of these numbers count, the nearest first.
export function personOf(key, files) {
  const near = files.map((file) => state.people.find((person) => person.key === key && person.file === file));
  return near.find(Boolean);
}

export const nameOf = (key, files) => personOf(key, files)?.name ?? key;

// The same where nobody knows which manifest counts: only who has the short name alone is sure to be meant.
export function nameAnywhere(key) {
  const names = new Set(state.people.filter((person) => person.key === key).map((person) => person.name));
  return names.size === 1 ? [...names][0] : key;
}

export const sameName = (a, b) => a.toLocaleLowerCase() === b.toLocaleLowerCase();
// In the order of the page's language: in Norwegian and Swedish, Å does not stand beside A.
export const compareNames = (a, b) => a.localeCompare(b, document.documentElement.lang);
export const isLost = () => lost;

function take(news) {
  for (const photo of news.photos) state.photos.set(photo.id, photo);
  const people = news.people ?? state.people;
  Object.assign(state, news, { photos: state.photos, people });
}

async function ask() {
  try {
    take(await get(state.clock < 0 ? 'state' : `state?since=${state.clock}`));
    lost = false;
  } catch {
    lost = true;
  }
  await released();
  for (const hear of listeners) hear(state);
}

// Ask now, and again after a while: soon where something is going on.
export function refresh() {
  if (!asking)
    asking = ask().finally(() => {
      asking = null;
      clearTimeout(timer);
      timer = setTimeout(refresh, lost ? 4000 : state.waiting > 0 || state.held ? 600 : 2500);
    });
  return asking;
}

let turn = Promise.resolve();

// Tell the server something once it has been seen what came of what was told before, then look at what came of this. `body` may
// be a function, which is asked when it is its turn.
export function tell(name, body) {
  const telling = turn.then(async () => {
    const result = await post(name, typeof body === 'function' ? body() : body);
    if (asking) await asking;
    await refresh();
    return result;
  });
  turn = telling.catch(() => {});
  return telling;
}
