// Language, self-test, voice, print: the page asks nobody.
const root = document.documentElement;
const quiet = document.getElementById('quiet');
document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  const act = button && button.dataset.act;
  if (act === 'lang') {
    root.dataset.lang = root.dataset.lang === 'zh' ? 'en' : 'zh';
    root.lang = root.dataset.lang === 'zh' ? 'zh-CN' : 'en';
  } else if (act === 'hide') {
    button.setAttribute('aria-pressed', String(document.body.classList.toggle('tested')));
  } else if (act === 'print') print();
  else if (button && button.dataset.say) {
    const voice = (window.speechSynthesis ? speechSynthesis.getVoices() : []).find((one) => /^en/i.test(one.lang));
    quiet.hidden = Boolean(voice);
    if (!voice) return;
    const said = new SpeechSynthesisUtterance(button.dataset.say);
    said.voice = voice;
    said.lang = voice.lang;
    said.rate = 0.9;
    speechSynthesis.cancel();
    speechSynthesis.speak(said);
  } else if (document.body.classList.contains('tested')) {
    const item = event.target.closest('li');
    if (item) item.classList.toggle('open');
  }
});
if (window.speechSynthesis) speechSynthesis.getVoices();
