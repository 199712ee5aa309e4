// One photo with its places outlined, and a box that is drawn by mouse or by keyboard.
import { el, svg } from './dom.js';
import { t } from './words.js';

export const marks = { open: '?', kept: '✓', blurred: '▒', 'no-face': '✕' };

// An outline that is told by its shape: dashed and open, round and kept, hatched and blurred, crossed and nobody.
function outline(place, number, selected, size) {
  const [x, y, w, h] = place.box.map((v, i) => v * (i % 2 === 0 ? size.width : size.height));
  const group = svg('g', { class: `place ${place.state} ${place.kind}${selected ? ' selected' : ''}`, 'data-place': number });
  const shape = (name) => place.state === 'kept'
    ? svg('ellipse', { class: name, cx: x + w / 2, cy: y + h / 2, rx: w / 2, ry: h / 2 })
    : svg('rect', { class: name, x, y, width: w, height: h });
  group.append(shape('under'), shape('over'));
  if (place.state === 'no-face')
    group.append(svg('path', { class: 'over', d: `M${x} ${y}L${x + w} ${y + h}M${x + w} ${y}L${x} ${y + h}` }));
  if (place.kind === 'text' && !selected) return group;
  const em = Math.max(size.width, size.height) / 45;
  const label = `${number + 1} ${marks[place.state]}`;
  const top = y > em * 1.4 ? y - em * 1.4 : Math.min(y + h, size.height - em * 1.4);
  group.append(
    svg('rect', { class: 'badge', x, y: top, width: em * (0.9 + label.length * 0.62), height: em * 1.35 }),
    svg('text', { x: x + em * 0.4, y: top + em, 'font-size': em }, label),
  );
  return group;
}

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

// `chosen(number)` when a place is clicked, `drawn(box or null)` when a box is finished or given up.
export function makeCanvas({ chosen, drawn }) {
  const image = el('img', { alt: '' });
  const overlay = svg('svg', { 'aria-hidden': 'true', preserveAspectRatio: 'none' });
  const frame = el('div', { class: 'frame' }, image, overlay);
  const node = el('div', { class: 'canvas', tabIndex: 0, role: 'group', 'aria-label': t('original') }, frame);
  let size = { width: 1, height: 1 };
  let box = null; // being drawn: [x, y, w, h], fractions
  let from = null;
  let drawing = false;
  let zoom = 1;

  function point(event) {
    const rect = frame.getBoundingClientRect();
    return [clamp((event.clientX - rect.left) / rect.width, 0, 1), clamp((event.clientY - rect.top) / rect.height, 0, 1)];
  }

  function drawBox() {
    overlay.querySelector('.drawing')?.remove();
    if (!box) return;
    const [x, y, w, h] = box;
    const at = { x: x * size.width, y: y * size.height, width: w * size.width, height: h * size.height };
    overlay.append(svg('g', { class: 'drawing' }, svg('rect', { class: 'under', ...at }), svg('rect', { class: 'over', ...at })));
  }

  function stop(result) {
    drawing = false;
    from = null;
    node.classList.remove('drawing-mode');
    frame.removeAttribute('tabindex');
    if (!result) box = null;
    drawBox();
    drawn(result);
  }

  frame.addEventListener('pointerdown', (event) => {
    if (!drawing || event.button !== 0) return;
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    from = point(event);
  });
  frame.addEventListener('pointermove', (event) => {
    if (!from) return;
    const [x, y] = point(event);
    box = [Math.min(x, from[0]), Math.min(y, from[1]), Math.abs(x - from[0]), Math.abs(y - from[1])];
    drawBox();
  });
  frame.addEventListener('pointerup', () => {
    if (!from) return;
    from = null;
    if (box && box[2] > 0.004 && box[3] > 0.004) stop(box);
  });
  frame.addEventListener('keydown', (event) => {
    if (!drawing || !box) return;
    const step = 0.01;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.key === 'Enter') stop(box);
    else if (event.key === 'Escape') stop(null);
    else if (moves[event.key]) {
      const [dx, dy] = moves[event.key];
      const [x, y, w, h] = box;
      box = event.shiftKey
        ? [x, y, clamp(w + dx, step, 1 - x), clamp(h + dy, step, 1 - y)]
        : [clamp(x + dx, 0, 1 - w), clamp(y + dy, 0, 1 - h), w, h];
      drawBox();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  overlay.addEventListener('click', (event) => {
    const place = event.target.closest('[data-place]');
    if (place && !drawing) chosen(Number(place.dataset.place));
  });

  return {
    node,
    image,
    show(address, alt) {
      if (image.getAttribute('src') !== address) image.src = address;
      image.alt = alt;
    },
    drawPlaces(places, selected, given, shown) {
      size = { width: given.width || 1, height: given.height || 1 };
      overlay.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
      frame.style.aspectRatio = `${size.width} / ${size.height}`;
      const nodes = shown ? places.map((place, number) => place.box && outline(place, number, number === selected, size)) : [];
      overlay.replaceChildren(...nodes.filter(Boolean));
      const top = overlay.querySelector('.selected');
      if (top) overlay.append(top);
      drawBox();
    },
    startDrawing() {
      drawing = true;
      box = [0.4, 0.4, 0.2, 0.2];
      node.classList.add('drawing-mode');
      frame.tabIndex = 0;
      frame.setAttribute('role', 'application');
      frame.setAttribute('aria-label', t('draw_help'));
      drawBox();
      frame.focus();
    },
    clearBox() {
      box = null;
      drawing = false;
      node.classList.remove('drawing-mode');
      drawBox();
    },
    zoom(factor) {
      zoom = factor === 0 ? 1 : clamp(zoom * factor, 1, 6);
      frame.style.width = `${zoom * 100}%`;
    },
  };
}
