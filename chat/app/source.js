// The source panel: brings the marked words into view, and closes.
function toMark() {
  const body = element.querySelector('.source-body');
  if (!body) return;
  const paged = element.querySelector('.source.paged') !== null;
  const mark = body.querySelector(paged ? '.box' : 'mark');
  if (mark) {
    const above = mark.getBoundingClientRect().top - body.getBoundingClientRect().top;
    body.scrollTop += above - body.clientHeight / 3;
  } else {
    body.scrollTop = 0;
  }
}

// Where a drawer is only just opening, the browser may not let its head be focused yet.
function arrive(tries = 20) {
  const head = element.querySelector('h2');
  head?.focus({ preventScroll: true });
  if (head && document.activeElement !== head && tries) requestAnimationFrame(() => arrive(tries - 1));
}

function show() {
  toMark();
  // Only who pressed a citation is taken here, also when the panel is redrawn under him; who types stays.
  const where = document.activeElement;
  const open = element.closest('.source-open') !== null;
  if (where === window.policyqaOpener || (open && where === document.body)) {
    arrive();
  }
}

function close() {
  element.closest('.desk')?.classList.remove('source-open');
  window.policyqaOpener?.focus();
}

watch('value', show);
element.addEventListener('click', (event) => {
  const pressed = event.target.closest('[data-act]');
  if (!pressed) return;
  if (pressed.dataset.act === 'close') close();
  if (pressed.dataset.act === 'cite') {
    trigger('cite', { turn: Number(pressed.dataset.turn), item: Number(pressed.dataset.item) });
  }
  if (pressed.dataset.act === 'pages' || pressed.dataset.act === 'text') {
    element.querySelector('.source').classList.toggle('paged', pressed.dataset.act === 'pages');
    for (const other of pressed.parentElement.children) other.dataset.pressed = String(other === pressed);
    toMark();
  }
});
element.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') close();
});
