import { Issue, within } from './error.js'
import { limits } from './limits.js'
import { checkString } from './utf8.js'
import { Writer, type Encoder } from './writer.js'

/**
 * Validates a value with the checks of encoding. Collects issues, and continues after
 * a field, entry or item with an issue.
 */
export class Validator extends Writer {
  protected readonly fieldOrder = 'declared'
  readonly linksAreStrings = false
  readonly issues: Issue[] = []

  /** Validates a value, and adds its issues to `issues`. */
  validate(kind: Encoder, value: unknown): void {
    try {
      kind.write(value, this)
    } catch (error) {
      this.#collect(error)
    }
  }

  protected override child(kind: Encoder, value: unknown, key: string | number): void {
    const { length } = this.issues
    this.validate(kind, value)
    for (let i = length; i < this.issues.length; i++) within(this.issues[i], key)
  }

  protected override report(error: unknown, key: string | number): void {
    this.#collect(within(error, key))
  }

  #collect(error: unknown): void {
    if (!(error instanceof Issue)) throw error
    this.issues.push(error)
  }

  string(value: string, limit: number): void {
    checkString(value, limit)
  }

  key(key: string): void {
    checkString(key, limits.string)
  }

  bytes(): void {}
  link(): void {}
  integer(): void {}
  null(): void {}
  openMap(): void {}
  protected field(): void {}
  protected closeMap(): void {}
  openList(): void {}
  protected separateItem(): void {}
  protected closeList(): void {}
}
