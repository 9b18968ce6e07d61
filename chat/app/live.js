// The answer that is being written: follows it down unless the reader has scrolled away.
watch('value', () => {
  window.policyqaHeard?.();
  const scroller = document.querySelector('#conversation');
  if (!scroller || !element.textContent.trim()) return;
  window.policyqaSay?.(element.querySelector('.steps .now')?.textContent ?? '');
  const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  if (below < 160 || element.querySelector('.steps .now:first-child')) scroller.scrollTop = scroller.scrollHeight;
});
