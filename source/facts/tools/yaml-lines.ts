import { pointerOf } from '../../core/data.ts';
import type { Data } from '../../core/facts/config.ts';
import type { SourceFile } from '../../core/gather.ts';
import { ParseError } from '../../core/gather.ts';
import { positionAt } from '../../core/text.ts';
import { longFormOf, rangeOf, readYaml, YamlShapeError } from '../../edit/yaml.ts';

/** The data of a file, and the line of each key and item by JSON pointer. */
export interface LinedData {
	readonly value: Data;
	readonly lines: ReadonlyMap<string, number>;
}

/** Reads YAML or JSON; of a key that comes twice the last one counts. Throws {@link ParseError}. */
export const readLined = (file: SourceFile): LinedData => {
	const lineAt = (offset: number): number => positionAt(file.lineStarts, offset).line;
	const reading = readYaml(file.text);
	if (!reading.ok) throw new ParseError(reading.message, reading.line);
	const lines = new Map<string, number>();
	try {
		const value = longFormOf(
			reading.yaml,
			(path, node) => lines.set(pointerOf(path), lineAt(rangeOf(node)[0])),
			'lenient',
		);
		return { value, lines };
	} catch (error) {
		if (error instanceof YamlShapeError) throw new ParseError(error.message, lineAt(error.offset));
		throw error;
	}
};
