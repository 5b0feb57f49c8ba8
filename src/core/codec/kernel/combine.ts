// AssemblyScript (not TypeScript): the SIMD kernel, built by `npm run kernel` into ../kernel-binary.ts.
//
// target = sum over sources of coefficient * source in a field of 256 elements. A product with a constant is
// linear in the bits of the other factor, so it is the XOR of two table look-ups, one for each half
// byte; i8x16.swizzle makes sixteen look-ups at once (Plank, Greenan, Miller: "Screaming Fast Galois
// Field Arithmetic Using Intel SIMD Instructions", FAST 2013).
//
// tables: 32 bytes for each source: products of the coefficient with 0..15, then with 0x00, 0x10 .. 0xf0.
// sources: the addresses, u32 each. Up to four sources are read in one pass.

// @ts-nocheck
@inline
function product(low: v128, high: v128, value: v128): v128 {
  const lowHalf = v128.and(value, i8x16.splat(0x0f));
  const highHalf = i8x16.shr_u(value, 4);
  return v128.xor(i8x16.swizzle(low, lowHalf), i8x16.swizzle(high, highHalf));
}

@inline
function byteProduct(table: usize, value: u32): u32 {
  return load<u8>(table + (value & 15)) ^ load<u8>(table + 16 + (value >> 4));
}

function one(t: usize, a: usize, target: usize, length: usize, add: bool): void {
  const la = v128.load(t), ha = v128.load(t, 16);
  const whole = length & ~15;
  for (let i: usize = 0; i < whole; i += 16) {
    let sum = product(la, ha, v128.load(a + i));
    if (add) sum = v128.xor(sum, v128.load(target + i));
    v128.store(target + i, sum);
  }
  for (let i = whole; i < length; i++) {
    let sum = byteProduct(t, load<u8>(a + i));
    if (add) sum ^= load<u8>(target + i);
    store<u8>(target + i, sum);
  }
}

function two(t: usize, a: usize, b: usize, target: usize, length: usize, add: bool): void {
  const la = v128.load(t), ha = v128.load(t, 16), lb = v128.load(t, 32), hb = v128.load(t, 48);
  const whole = length & ~15;
  for (let i: usize = 0; i < whole; i += 16) {
    let sum = v128.xor(product(la, ha, v128.load(a + i)), product(lb, hb, v128.load(b + i)));
    if (add) sum = v128.xor(sum, v128.load(target + i));
    v128.store(target + i, sum);
  }
  for (let i = whole; i < length; i++) {
    let sum = byteProduct(t, load<u8>(a + i)) ^ byteProduct(t + 32, load<u8>(b + i));
    if (add) sum ^= load<u8>(target + i);
    store<u8>(target + i, sum);
  }
}

function three(
  t: usize, a: usize, b: usize, c: usize, target: usize, length: usize, add: bool
): void {
  const la = v128.load(t), ha = v128.load(t, 16), lb = v128.load(t, 32), hb = v128.load(t, 48);
  const lc = v128.load(t, 64), hc = v128.load(t, 80);
  const whole = length & ~15;
  for (let i: usize = 0; i < whole; i += 16) {
    let sum = v128.xor(product(la, ha, v128.load(a + i)), product(lb, hb, v128.load(b + i)));
    sum = v128.xor(sum, product(lc, hc, v128.load(c + i)));
    if (add) sum = v128.xor(sum, v128.load(target + i));
    v128.store(target + i, sum);
  }
  for (let i = whole; i < length; i++) {
    let sum = byteProduct(t, load<u8>(a + i)) ^ byteProduct(t + 32, load<u8>(b + i));
    sum ^= byteProduct(t + 64, load<u8>(c + i));
    if (add) sum ^= load<u8>(target + i);
    store<u8>(target + i, sum);
  }
}

export function combine(
  tables: usize, sources: usize, count: i32, target: usize, length: usize
): void {
  let add = false;
  while (count > 0) {
    const a = <usize>load<u32>(sources);
    if (count >= 3) {
      three(tables, a, load<u32>(sources, 4), load<u32>(sources, 8), target, length, add);
      count -= 3; tables += 96; sources += 12;
    } else if (count == 2) {
      two(tables, a, load<u32>(sources, 4), target, length, add);
      count = 0;
    } else {
      one(tables, a, target, length, add);
      count = 0;
    }
    add = true;
  }
}
