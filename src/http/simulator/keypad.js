// Multi-tap: what a 12-key pad types. In "123" a key is its digit; in "abc" a
// key pressed again within a second goes on to its next letter.

const LETTERS = {
  1: ".,?!'-&@/1", 2: "abc2", 3: "def3", 4: "ghi4", 5: "jkl5", 6: "mno6",
  7: "pqrs7", 8: "tuv8", 9: "wxyz9", 0: " 0", "*": "*", "#": "#",
};

/** Milliseconds after which the same key begins a new letter. */
export const PAUSE = 1000;

/** One keypad; `mode` is "123" or "abc". */
export class Keypad {
  mode = "123";
  #last = null;

  /** Switches between digits and letters. */
  toggle() {
    this.mode = this.mode === "123" ? "abc" : "123";
    this.#last = null;
  }

  /** Forgets the letter that was being chosen. */
  settle() {
    this.#last = null;
  }

  /**
   * The text after a press.
   * @param {string} text what stands on the line
   * @param {string} key one of 0-9 * #
   * @param {number} now milliseconds on any steady clock
   */
  press(text, key, now) {
    if (this.mode === "123") return text + key;
    const letters = LETTERS[key];
    const again = this.#last?.key === key && this.#last.text === text && now - this.#last.at < PAUSE;
    const step = again ? (this.#last.step + 1) % letters.length : 0;
    const next = (again ? text.slice(0, -1) : text) + letters[step];
    this.#last = { key, step, at: now, text: next };
    return next;
  }

  /** The text after a key was held: its digit is added. */
  hold(text, key) {
    this.#last = null;
    return text + key;
  }
}
