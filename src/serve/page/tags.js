// Face tags in the photo's file that say something else than the officer: the officer has looked, the tag is wrong.
import { el } from './dom.js';
import { t } from './words.js';
import { nameOf, personOf, sameName } from './store.js';

// The names that are wrong at a place if it is this person, or (null) nobody; undefined: none. Whoever was named there by the
// manifest may stand in a tag of the photo, too.
export function wrongTags(place, photo, person) {
  if (!place || !photo.tagged) return undefined;
  const names = [...place.tags, place.named].filter((name) => name !== null && name !== person?.key)
    .filter((name) => !person?.name || !sameName(nameOf(name, photo.people), person.name));
  return names.length > 0 ? [...new Set(names)] : undefined;
}

// What the tags at a place say, what the manifest says against it, and a button for either.
export function tagNodes(place, photo, name) {
  if (!place || place.tags.length === 0) return [];
  const button = (text, person) => el('button', { type: 'button', onclick: () => name(person) }, text);
  const said = place.tags.map((tag) => nameOf(tag, photo.people)).join(', ');
  const named = place.named && personOf(place.named, photo.people);
  if (!named) return [el('p', {}, t('tag_says', { name: said }), ' ', t('tag_help'))];
  const others = place.tags.map((tag) => personOf(tag, photo.people)).filter(Boolean);
  return [
    el('p', {}, t('tag_says', { name: said }), ' ', t('tag_against', { name: named.name })),
    el('p', { class: 'row' }, button(t('tag_is_wrong', { name: named.name }), named),
      ...others.map((person) => button(t('tag_is_right', { name: person.name }), person))),
  ];
}
