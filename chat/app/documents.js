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

// The upload button comes a little after the list.
watch('value', () => setTimeout(() => window.policyqaNameUploads(), 300));
