/** Something that the setup can't do: said to people as what is wrong and what to do about it. */
export class SetupProblem extends Error {
  /**
   * @param {string} code  stable
   * @param {string} message
   * @param {string} fix  what the reader can do
   */
  constructor(code, message, fix) {
    super(message);
    this.name = 'SetupProblem';
    this.code = code;
    this.fix = fix;
  }
}
