// Two soft notes for a message, made on the spot: nothing is fetched and nothing plays unless somebody asked for sound.

// Frequencies in Hz and starts in seconds; an unanswered message is a third higher and said twice.
const NOTES = { calm: [[660, 0], [880, 0.14]], urgent: [[880, 0], [1108, 0.14], [880, 0.36], [1108, 0.5]] };
const LENGTH_S = 0.16;
const LOUD = 0.12;

let audio = null;

/** Sound the notes; silent where the browser has no audio or does not allow it yet. */
export function chime(urgent) {
  const Audio = globalThis.AudioContext;
  if (!Audio) return;
  audio ??= new Audio();
  audio.resume();
  for (const [pitch, at] of NOTES[urgent ? 'urgent' : 'calm']) {
    const start = audio.currentTime + at;
    const tone = audio.createOscillator();
    const level = audio.createGain();
    tone.frequency.value = pitch;
    level.gain.setValueAtTime(0, start);
    level.gain.linearRampToValueAtTime(LOUD, start + 0.02);
    level.gain.exponentialRampToValueAtTime(0.001, start + LENGTH_S);
    tone.connect(level).connect(audio.destination);
    tone.start(start);
    tone.stop(start + LENGTH_S);
  }
}
