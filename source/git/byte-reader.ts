/** Reads lines and counted bytes from chunks as they come. */
export interface ByteReader {
	/** The next line without its end; null at the end of the input. */
	line(end?: number): Promise<Buffer | null>;
	/** Exactly so many bytes; null where the input ends before. */
	take(count: number): Promise<Buffer | null>;
}

const newline = 10;

export const byteReader = (chunks: AsyncIterable<Uint8Array>): ByteReader => {
	const source = chunks[Symbol.asyncIterator]();
	let rest: Buffer = Buffer.alloc(0);
	let ended = false;
	const more = async (): Promise<Buffer | null> => {
		if (ended) return null;
		const next = await source.next();
		if (next.done === true) {
			ended = true;
			return null;
		}
		return Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength);
	};
	return {
		async line(end = newline) {
			let from = 0;
			for (;;) {
				const at = rest.indexOf(end, from);
				if (at >= 0) {
					const line = rest.subarray(0, at);
					rest = rest.subarray(at + 1);
					return line;
				}
				from = rest.length;
				const next = await more();
				if (next === null) {
					const last = rest;
					rest = Buffer.alloc(0);
					return last.length > 0 ? last : null;
				}
				rest = rest.length === 0 ? next : Buffer.concat([rest, next]);
			}
		},
		async take(count) {
			const parts = [rest];
			let length = rest.length;
			while (length < count) {
				const next = await more();
				if (next === null) return null;
				parts.push(next);
				length += next.length;
			}
			const all = parts.length === 1 ? rest : Buffer.concat(parts);
			rest = all.subarray(count);
			return all.subarray(0, count);
		},
	};
};
