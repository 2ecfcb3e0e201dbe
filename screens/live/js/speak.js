// A word said aloud by the browser's own voices; nothing is sent anywhere.

const VOICES_WAIT_MS = 800;

/** The voices of this browser; some hand them over only after a moment. */
function voices() {
  const held = globalThis.speechSynthesis?.getVoices() ?? [];
  if (held.length || !globalThis.speechSynthesis) return Promise.resolve(held);
  return new Promise((done) => {
    const take = () => done(speechSynthesis.getVoices());
    speechSynthesis.addEventListener('voiceschanged', take, { once: true });
    setTimeout(take, VOICES_WAIT_MS);
  });
}

const code = (voice) => voice.lang.replace('_', '-').toLowerCase();

/**
 * Say `text` in `lang` (`en-US`, `en-GB`, `zh-CN`); resolves to true once it is being said, false where the browser
 * has no voice of that language. A voice of the machine goes before one that needs a network.
 */
export async function speak(text, lang) {
  const fitting = (await voices()).filter((voice) => code(voice) === lang.toLowerCase());
  const voice = fitting.find((one) => one.localService) ?? fitting[0];
  if (!voice) return false;
  const said = new SpeechSynthesisUtterance(text);
  said.voice = voice;
  said.lang = lang;
  said.rate = 0.9;
  speechSynthesis.cancel();
  speechSynthesis.speak(said);
  return true;
}
