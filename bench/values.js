/** Values of the size that they have in use, as plain data: links are texts here. */

const KEYS = [
  'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
  'did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH',
  'did:key:z6Mkj68fDPixw8hzwDHwmajVViUssHq4NobUiEhpTypmXF6c',
  'did:key:z6Mkjy4HhSN6NZ55SNtihhZ2HDBet3rWbKcbF98Uvkf5VEjw',
]
const PERMISSIONS = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket']
const LINKS = [
  'bafyreienos3cw7hcga5vwani3pberioe2qscnz5jk2um5jajo4v7bwmvvm',
  'bafyreihjlxcx4jnki7oc4px3y2vm2qxzelzttaedkhu4oj4q7ytibnvzom',
]

/** Arguments of `/customer/add`: three details, an external account. */
export const addArguments = {
  customer: 'did:plc:ewvi7nxzyoun6zhxrhs64oiz',
  externalAccount: 'f1:7b0c8f4e-5a0e-4b3b-9d0f-3d1f5b1a2c3d',
  product: 'did:web:free.web3.storage',
  details: { external_id: 'org_2x8f', region: 'eu-central-1', name: 'Example and Sons' },
}

/** A request with a presigned URL and five headers. */
export const request = {
  method: 'GET',
  headers: {
    host: 's3.example',
    'user-agent': 'aws-sdk-js/3.700.0 ua/2.1 os/linux lang/js',
    'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    'x-amz-date': '20260102T030405Z',
    'accept-encoding': 'identity',
  },
  url: 'https://s3.example/photos/2026/01/02/a%20photo.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK%2F20260102%2Feu-central-1%2Fs3%2Faws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=5d41402abc4b2a76b9719d911017c592ae5d41402abc4b2a76b9719d911017c5&x-id=GetObject',
}

/**
 * What authorizing a request returns: so many access keys, four permissions and
 * one key each, one delegation of two links.
 *
 * @param {(text: string) => unknown} link makes a link, of the kind that a library needs
 * @param {(bytes: Uint8Array) => unknown} bytes the same for bytes
 */
export function authorizeOK(link, bytes = (value) => value, accessKeys = 4) {
  const permissions = {}
  const keys = {}
  for (let i = 0; i < accessKeys; i++) {
    const did = i < KEYS.length ? KEYS[i] : numberedKey(i)
    permissions[did] = [...PERMISSIONS]
    keys[did] = [{ kind: 'sigv4', data: bytes(new Uint8Array(32).fill(i + 1)) }]
  }
  return {
    bucket: KEYS[0],
    permissions,
    keys,
    delegations: { [LINKS[0]]: LINKS.map(link) },
  }
}

/** A did:key like the others, one for each number. */
function numberedKey(number) {
  const digits = number.toString(8).replaceAll('0', '8').padStart(6, '9')
  return KEYS[0].slice(0, -digits.length) + digits
}
