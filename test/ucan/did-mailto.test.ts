import { describe, expect, it } from 'vitest'
import type { DID } from '../../src/index.js'
import { emailOf, mailtoDID } from '../../src/ucan/index.js'

describe('mailtoDID and emailOf', () => {
  it.each([
    ['ana@mail.example', 'did:mailto:mail.example:ana'],
    ['tag+ana@mail.example', 'did:mailto:mail.example:tag%2Bana'],
    ['Ana.B-c_d@Mail.example', 'did:mailto:Mail.example:Ana.B-c_d'],
    ['a~9@localhost', 'did:mailto:localhost:a~9'],
    ["!#$%&'*+-/=?^_`{|}~@x", 'did:mailto:x:%21%23%24%25%26%27%2A%2B-%2F%3D%3F%5E_%60%7B%7C%7D~'],
    ['ana@[192.0.2.1]', 'did:mailto:%5B192.0.2.1%5D:ana'],
    ['ana@[IPv6:2001:db8::1]', 'did:mailto:%5BIPv6%3A2001%3Adb8%3A%3A1%5D:ana'],
    // Characters of two to four bytes in UTF-8.
    ['é@ü.example', 'did:mailto:%C3%BC.example:%C3%A9'],
    ['\u{1F600}@\u{1F600}', 'did:mailto:%F0%9F%98%80:%F0%9F%98%80'],
    ['\u0080@\u0080', 'did:mailto:%C2%80:%C2%80'],
    ['\uD7FF@\uE000', 'did:mailto:%EE%80%80:%ED%9F%BF'],
  ])('convert %s to a DID and back', (email, did) => {
    expect(mailtoDID(email)).toBe(did)
    expect(emailOf(did as DID)).toBe(email)
  })
})

describe('mailtoDID', () => {
  it.each([
    '',
    'ana',
    '@',
    'ana@',
    '@mail.example',
    'a@b@mail.example',
    '.ana@mail.example',
    'ana.@mail.example',
    'a..b@mail.example',
    'ana@.mail.example',
    'ana@mail.example.',
    'ana@mail..example',
    'ana b@mail.example',
    ' ana@mail.example',
    'ana@mail.example\n',
    'ana@mail.example ',
    '"ana"@mail.example',
    'ana(b)@mail.example',
    'Ana <ana@mail.example>',
    'ana@mail+example',
    'ana@[]',
    'ana@[192.0.2.1',
    'ana@192.0.2.1]',
    'ana@a[192.0.2.1]',
    'ana@[192.0.2.1]b',
    'ana@[a-b]',
    'a\u007F@mail.example',
    'ana@a\u007F',
    'a\uD800@mail.example',
    'ana@\uDFFF',
  ])('rejects %j', (email) => {
    expect(() => mailtoDID(email)).toThrow(TypeError)
    expect(() => mailtoDID(email)).toThrow(/^expected email address of the form local@domain/)
  })

  it('names the string that it rejects', () => {
    expect(() => mailtoDID('ana')).toThrow(
      new TypeError('expected email address of the form local@domain, received "ana"'),
    )
  })
})

describe('emailOf', () => {
  it.each([
    'did:web:mail.example:ana',
    'did:mailto:mail.example',
    'did:mailto:mail.example:ana:b',
    // Other spellings of the DID of an address.
    'did:mailto:mail.example:%61na',
    'did:mailto:mail.example:tag%2bana',
    'did:mailto:mail.example:tag+ana',
    'did:mailto:mail%2Eexample:ana',
    // A malformed escape, and invalid UTF-8.
    'did:mailto:mail.example:ana%',
    'did:mailto:mail.example:%FF',
  ])('rejects %s', (did) => {
    expect(() => emailOf(did as DID)).toThrow(
      new TypeError(`expected DID of an email address as mailtoDID returns it, received "${did}"`),
    )
  })
})
