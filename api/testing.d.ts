export function arbitrary<T>(type: CborType<T>): Arbitrary<T>
