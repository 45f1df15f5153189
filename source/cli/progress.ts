/** The part of a terminal's stream that a progress line needs. */
export interface ProgressStream {
	readonly isTTY?: boolean;
	readonly columns?: number;
	write(text: string): unknown;
}

const pauseMs = 100;

/** One line that replaces itself, at most ten times a second; nothing where the stream is no terminal. */
export const progressLine = (
	stream: ProgressStream,
	clock: () => number = () => performance.now(),
): ((line: string) => void) => {
	let shown = false;
	let last = -Infinity;
	return line => {
		if (stream.isTTY !== true) return;
		if (line === '') {
			if (shown) stream.write('\r\u001b[2K');
			shown = false;
			return;
		}
		if (clock() - last < pauseMs) return;
		last = clock();
		shown = true;
		stream.write(`\r\u001b[2K${line.slice(0, Math.max(0, (stream.columns ?? 80) - 1))}`);
	};
};
