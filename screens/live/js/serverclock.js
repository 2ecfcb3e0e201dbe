// The server's clock as this page knows it: its offset, measured over the socket.

/** Milliseconds of a clock that never jumps. */
export const steady = () => performance.timeOrigin + performance.now();

// Samples held: one in the last minute or so went a short way.
const SAMPLES = 8;
// Until then they are taken close together.
const FIRST = 4;

/** `offset` in ms from this page's clock to the server's, `rtt` of the sample that it is from (null before the first). */
export function serverClock() {
  const samples = [];
  const self = {
    offset: 0,
    rtt: null,
    /** Before any sample: an instant that the server just said. */
    guess(now) {
      if (self.rtt === null) self.offset = now - steady();
    },
    /** Another line: its ways are others. */
    renew() {
      samples.length = 0;
    },
    /** The sample with the shortest way of the last is the truest; half its way is its error. */
    measure({ now, echo }) {
      const end = steady();
      const rtt = end - echo;
      if (!(rtt >= 0)) return;
      const offset = now - (echo + end) / 2;
      // The server's clock was set: what was measured before is of another clock.
      if (self.rtt !== null && Math.abs(offset - self.offset) > (rtt + self.rtt) / 2 + 250) samples.length = 0;
      samples.push({ rtt, offset });
      if (samples.length > SAMPLES) samples.shift();
      Object.assign(self, samples.reduce((a, b) => (b.rtt < a.rtt ? b : a)));
    },
    /** Whether more samples are wanted soon. */
    get young() {
      return samples.length < FIRST;
    },
  };
  return self;
}
