// The source panel: brings the marked words into view, and closes.
function show() {
  const body = element.querySelector('.source-body');
  if (!body) return;
  const mark = body.querySelector('mark');
  if (mark) {
    const above = mark.getBoundingClientRect().top - body.getBoundingClientRect().top;
    body.scrollTop += above - body.clientHeight / 3;
  } else {
    body.scrollTop = 0;
  }
  // Only who pressed a citation is taken here, also when the panel is redrawn under him; who types stays.
  const where = document.activeElement;
  const open = element.closest('.source-open') !== null;
  if (where === window.policyqaOpener || (open && where === document.body)) {
    element.querySelector('h2')?.focus({ preventScroll: true });
  }
}

function close() {
  element.closest('#desk, #shelf')?.classList.remove('source-open');
  window.policyqaOpener?.focus();
}

watch('value', show);
element.addEventListener('click', (event) => {
  if (event.target.closest('[data-act="close"]')) close();
});
element.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') close();
});
