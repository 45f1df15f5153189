import type { CheckFormat, Output } from './arguments.ts';
import type { Console } from './console.ts';

/** Writes each report where it was asked for; colours only on standard output. */
export const writeOutputs = async <F extends CheckFormat>(
	outputs: readonly Output<F>[],
	console: Pick<Console, 'out' | 'writeFile' | 'colour'>,
	reports: { readonly [Format in F]: (colour: boolean) => string },
): Promise<void> => {
	for (const { format, file } of outputs) {
		if (file === null) console.out(reports[format](console.colour));
		// Few and small; one after the other keeps the first error the first.
		else await console.writeFile(file, reports[format](false));
	}
};
