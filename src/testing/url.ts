import { array, constantFrom, option, string, tuple, type Arbitrary } from 'fast-check'

const ORIGINS = [
  '',
  'https://storage.example',
  'http://a.example:8080',
  'https://user:password@a.example',
  'http://[2001:db8::1]:80',
  'http://%C3%A9.example',
  'x-own+scheme.1://a',
  '//a.example',
]
/** Characters that need no escape in a path, and escaped characters. */
const PATH = [..."azAZ09-._~!$&'()*+,;=@/", '%20', '%7B', '%C3%A9', '%2F']
/** Characters of a query, and invalid escapes: a query may have any character but `#` and control characters. */
const QUERY = [...PATH, ...'"<>[]^`{|}\\ ?é\u{1f600}', '%zz', '%']
const FRAGMENT = [...'azAZ09-._~/?', '%20']

/** A URL, absolute or relative, in the form that Go's package `net/url` encodes. */
export const url: Arbitrary<string> = /* @__PURE__ */ tuple(
  /* @__PURE__ */ constantFrom(...ORIGINS),
  /* @__PURE__ */ stringOf(PATH, 32).map((path) => `/${path.replace(/^\/+/, '')}`),
  /* @__PURE__ */ optionalPart('?', QUERY),
  /* @__PURE__ */ optionalPart('#', FRAGMENT),
).map((parts) => parts.join(''))

function stringOf(unit: readonly string[], maxLength: number): Arbitrary<string> {
  return array(constantFrom(...unit), { maxLength, size: '=' }).map((units) => units.join(''))
}

function optionalPart(prefix: string, unit: readonly string[]): Arbitrary<string> {
  const part = string({ unit: constantFrom(...unit), minLength: 1, maxLength: 32, size: '=' })
  return option(
    part.map((value) => prefix + value),
    { nil: '' },
  )
}
