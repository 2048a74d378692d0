/** Version of this package, as package.json has it (a test compares the two). */
export const toolVersion = '0.1.0';
