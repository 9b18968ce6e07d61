// The list of documents: 'open' and 'remove' are events for Python.
element.addEventListener('click', (event) => {
  const pressed = event.target.closest('button[data-act]');
  if (!pressed) return;
  const { act, item } = pressed.dataset;
  if (act !== 'open' && act !== 'remove') return;
  window.policyqaOpener = pressed;
  if (act === 'open') document.querySelector('#shelf').classList.add('source-open');
  trigger(act, { item: Number(item) });
});

// Gradio names its upload button in English, whatever it shows; the button comes a little after the list.
watch('value', () => setTimeout(() => {
  const upload = document.querySelector('#adding button[aria-label]');
  upload?.setAttribute('aria-label', upload.innerText.replace(/\s+/g, ' ').trim());
}, 300));
