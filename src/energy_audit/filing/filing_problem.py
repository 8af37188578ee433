"""Everything reading can find wrong, and how it is said."""

from __future__ import annotations

from energy_audit.filing.problem_kind import ProblemKind


class FilingProblem(ProblemKind):
    """What reading can find."""

    # cells
    UNREADABLE_NUMBER = (
        "unreadable-number", "error",
        "“{column}”应为数字，填的是“{value}”。请改为不带单位的数字；没有就留空。",
        "'{column}' must be a number but holds '{value}'. Enter a figure without a unit, or leave it blank.",
    )  # fmt: skip
    UNREADABLE_INTEGER = (
        "unreadable-integer", "error",
        "“{column}”应为整数，填的是“{value}”。请改为整数。",
        "'{column}' must be a whole number but holds '{value}'. Enter a whole number.",
    )  # fmt: skip
    UNREADABLE_DATE = (
        "unreadable-date", "error",
        "“{column}”应为日期，填的是“{value}”。请写成 2025-03-01 这样的年-月-日。",
        "'{column}' must be a date but holds '{value}'. Write year-month-day, such as 2025-03-01.",
    )  # fmt: skip
    INCOMPLETE_DATE = (
        "incomplete-date", "error",
        "“{column}”填的是“{value}”，缺少月或日。请补全为年-月-日；工具不代为推定。",
        "'{column}' holds '{value}', which lacks the day or month. Complete it; the tool does not guess.",
    )  # fmt: skip
    UNREADABLE_BOOLEAN = (
        "unreadable-boolean", "error",
        "“{column}”应填“是”或“否”，填的是“{value}”。请改正。",
        "'{column}' must be yes (是) or no (否) but holds '{value}'.",
    )  # fmt: skip
    NUMBER_TOO_LARGE = (
        "number-too-large", "error",
        "“{column}”的数值“{value}”大得不可能。请核对数值和单位。",
        "'{column}' holds '{value}', which is impossibly large. Check the figure and its unit.",
    )  # fmt: skip
    NOT_IN_LIST = (
        "not-in-list", "error",
        "“{column}”填的是“{value}”，不在可选范围内。可填：{detail}。",
        "'{column}' holds '{value}', which is not on its list. Choose one of: {detail}.",
    )  # fmt: skip
    OUT_OF_RANGE = (
        "out-of-range", "error",
        "“{column}”的数值“{value}”超出允许范围（应{detail}）。请核对；更正前按未填处理。",
        "'{column}' holds '{value}', outside what is possible ({detail}). Until corrected it counts as unknown.",
    )  # fmt: skip
    BAD_FORMAT = (
        "bad-format", "error",
        "“{column}”填的是“{value}”，格式不对。要求：{detail}。",
        "'{column}' holds '{value}', which has the wrong form. Expected: {detail}.",
    )  # fmt: skip
    ERROR_CELL = (
        "error-cell", "error",
        "“{column}”单元格是错误值“{value}”。请修正公式或直接填数。",
        "'{column}' holds the error value '{value}'. Repair the formula or enter the figure.",
    )  # fmt: skip
    FORMULA_WITHOUT_VALUE = (
        "formula-without-value", "error",
        "“{column}”是没有保存计算结果的公式“{value}”。请用 Excel 或 WPS 打开、重新计算并保存。",
        "'{column}' is a formula saved without its result: '{value}'. Open, recalculate and save the workbook.",
    )  # fmt: skip
    REQUIRED_MISSING = (
        "required-missing", "error",
        "“{column}”为必填，此处为空{detail}。请补填。",
        "'{column}' is required but blank{detail}. Fill it in.",
    )  # fmt: skip
    MERGED_NUMBER = (
        "merged-number", "error",
        "“{column}”的数值“{value}”所在单元格合并了多行（{detail}），无法判断各行的数。请拆分后逐行填写。",
        "'{column}' holds '{value}' in a cell merged over several rows ({detail}). Unmerge it and fill each row.",
    )  # fmt: skip
    SUM_ROW = (
        "sum-row", "warning",
        "这一行是“{value}”，只是以上各行之和，没有计入“{table}”。请核对各行是否齐全。",
        "This row is '{value}', a mere sum of the rows above; it was not counted in '{table}'. Make sure all rows are there.",
    )  # fmt: skip
    CODE_NORMALISED = (
        "code-normalised", "warning",
        "“{column}”填的是“{value}”，已按 {detail} 读取。请只填代码。",
        "'{column}' holds '{value}' and was read as {detail}. Write the code alone.",
    )  # fmt: skip
    NONSTANDARD_REGION = (
        "nonstandard-region", "warning",
        "“{column}”填的是“{value}”，不是 6 位行政区划代码，按原文保留。开发区、新区没有国标代码，请填实际所在县（市、区）的代码。",
        "'{column}' holds '{value}', not a 6-digit code; the text is kept. Give the code of the county it lies in.",
    )  # fmt: skip
    # identity
    BAD_CREDIT_CODE = (
        "bad-credit-code", "error",
        "“{column}”填的是“{value}”，{detail}。请对照营业执照改正；更正前仍按所填代码算作这个单位。",
        "'{column}' holds '{value}', not a valid unified social credit code ({detail}). Check the licence.",
    )  # fmt: skip
    DIGITS_LOST = (
        "digits-lost", "error",
        "“{column}”成了科学计数“{value}”，末尾数字已经丢失。请把单元格设为文本后重新填写。",
        "'{column}' was stored as the number '{value}' and has lost digits. Format the cell as text and retype it.",
    )  # fmt: skip
    OLD_CODE = (
        "old-code", "warning",
        "“{column}”填的是“{value}”，{detail}。请改填 18 位统一社会信用代码。",
        "'{column}' holds '{value}', an old kind of code ({detail}). Use the 18-character code.",
    )  # fmt: skip
    BAD_ORGANISATION_CODE = (
        "bad-organisation-code", "warning",
        "“{column}”“{value}”的第 9—17 位（组织机构代码）校验不符，请对照营业执照核对。",
        "Characters 9-17 of '{value}' in '{column}' fail the organisation code's check digit. Compare with the licence.",
    )  # fmt: skip
    NAME_DIFFERS = (
        "name-differs", "warning",
        "单位名称“{value}”与同一统一社会信用代码下的另一名称不同：{detail}。更名的请填“曾用名”；代码抄错的请改正。",
        "The name '{value}' differs from another under the same credit code: {detail}. State former names, or correct the code.",
    )  # fmt: skip
    ORPHAN_ROW = (
        "orphan-row", "error",
        "“{table}”这一行没有写明是哪个单位、哪一年的（缺{detail}），不知道算到哪个单位。请补填统一社会信用代码和报告年度。",
        "This row of '{table}' does not say whose it is (missing {detail}). Give the credit code and the report year.",
    )  # fmt: skip
    NO_ENTERPRISE_ROW = (
        "no-enterprise-row", "error",
        "“{table}”有 {value} 的数据，但“表1 基本情况”没有这个单位这一年的行。请补填“表1 基本情况”，或核对代码和年度。",
        "'{table}' holds data of {value}, but the enterprise table has no such row. Add it, or check code and year.",
    )  # fmt: skip
    DOUBLE_FILING = (
        "double-filing", "error",
        "同一单位、同一年度、同一厂区（{value}）报了不同的内容：另见 {detail}。请确认以哪一份为准，只交一份；是不同厂区的，请分别填写厂区。",
        "The same enterprise, year and site ({value}) was filed with different content: see also {detail}. Hand in one, or name the sites.",
    )  # fmt: skip
    REPEATED_FILING = (
        "repeated-filing", "warning",
        "{value} 的“{table}”重复报送，内容与 {detail} 完全相同，只计一次。",
        "'{table}' of {value} was handed in again with the same content as {detail}; it counts once.",
    )  # fmt: skip
    SITE_REPEATED = (
        "site-repeated", "error",
        "{value}的综合能耗{detail}。各厂区要相加，这样会重复计算。请核对：汇总数与分厂区数只报一种，各厂区报各自的数。",
        "The totals of this site repeat others ({value} {detail}); sites are added up, so it would count twice. Check.",
    )  # fmt: skip
    # headings and tables
    UNKNOWN_COLUMN = (
        "unknown-column", "warning",
        "表头“{value}”无法识别，这一列没有采用{detail}。",
        "The heading '{value}' is not known; its column was not used{detail}.",
    )  # fmt: skip
    AMBIGUOUS_COLUMN = (
        "ambiguous-column", "error",
        "表头“{value}”可以指多个栏目（{detail}），没有采用。请写完整的栏目名称。",
        "The heading '{value}' may mean several columns ({detail}) and was not used. Write its full name.",
    )  # fmt: skip
    REPEATED_COLUMN = (
        "repeated-column", "error",
        "“{column}”出现了不止一列（{detail}），无法判断以哪一列为准，都没有采用。请只保留一列。",
        "'{column}' appears in more than one column ({detail}); none was used. Keep one.",
    )  # fmt: skip
    MISSING_COLUMN = (
        "missing-column", "error",
        "“{table}”缺少必填栏目“{column}”。请补上这一列。",
        "'{table}' lacks the required column '{column}'. Add it.",
    )  # fmt: skip
    WRONG_UNIT = (
        "wrong-unit", "error",
        "表头“{value}”的单位与“{column}”不符（应为{detail}），这一列没有采用。请改正单位。",
        "The unit in the heading '{value}' does not fit '{column}' (expected {detail}); the column was not used.",
    )  # fmt: skip
    UNIT_OF_ROW_RULES = (
        "unit-of-row-rules", "warning",
        "表头“{value}”带有单位，但这一栏按每行“计量单位”读取。请核对两处单位是否一致。",
        "The heading '{value}' names a unit, but figures are read in the unit of each row. Check that they agree.",
    )  # fmt: skip
    UNIT_FROM_BANNER = (
        "unit-from-banner", "warning",
        "“{column}”按表上方注明的单位“{value}”换算为{detail}。请核对。",
        "'{column}' was converted from the unit '{value}' stated above the table to {detail}. Please check.",
    )  # fmt: skip
    MISSING_TABLE = (
        "missing-table", "error",
        "缺少必报的“{table}”{detail}。请补报。",
        "The mandatory table '{table}' is missing{detail}. Hand it in.",
    )  # fmt: skip
    AMBIGUOUS_TABLE = (
        "ambiguous-table", "error",
        "无法判断工作表“{value}”是哪张表（可能是 {detail}），没有采用。请把工作表名改为规定的表名。",
        "It cannot be told which table the sheet '{value}' is ({detail}); it was not used. Rename the sheet.",
    )  # fmt: skip
    NO_HEADER = (
        "no-header", "error",
        "工作表“{value}”应为“{table}”，但找不到表头，内容没有采用。请使用规定的表头。",
        "The sheet '{value}' should be '{table}', but its header was not found; it was not used.",
    )  # fmt: skip
    TABLE_BY_HEADINGS = (
        "table-by-headings", "warning",
        "工作表“{value}”按表头认定为“{table}”，与其名称不符。请核对表名。",
        "By its headings the sheet '{value}' is '{table}', against its name. Check the name.",
    )  # fmt: skip
    UNUSED_SHEET = (
        "unused-sheet", "warning",
        "工作表“{value}”不是规定的表，其中的内容没有采用。",
        "The sheet '{value}' is not one of the tables; its content was not used.",
    )  # fmt: skip
    UNUSED_TEXT = (
        "unused-text", "warning",
        "“{value}”不在任何栏目内，没有采用{detail}。",
        "'{value}' belongs to no column and was not used{detail}.",
    )  # fmt: skip
    HIDDEN_ROW = (
        "hidden-row", "warning",
        "这一行是隐藏行，仍已读取并计入。请确认是否应当计入。",
        "This row is hidden; it was read and counted. Make sure it should be.",
    )  # fmt: skip
    HIDDEN_COLUMN = (
        "hidden-column", "warning",
        "“{value}”这一列是隐藏的，仍已读取并计入。请确认是否应当计入。",
        "The column '{value}' is hidden; it was read and counted. Make sure it should be.",
    )  # fmt: skip
    HIDDEN_SHEET = (
        "hidden-sheet", "warning",
        "工作表“{value}”是隐藏的，仍已读取并计入。请确认是否应当计入。",
        "The sheet '{value}' is hidden; it was read and counted. Make sure it should be.",
    )  # fmt: skip
    MACROS_IGNORED = (
        "macros-ignored", "warning",
        "工作簿带有宏，宏没有运行，只读取了单元格里已保存的值。数据如由宏生成，请先运行并保存；没有需要请另存为 .xlsx。",
        "The workbook has macros; they were not run, only saved values were read. Run and save first, or save as .xlsx.",
    )  # fmt: skip
    # files
    NOT_FOUND = (
        "not-found", "error",
        "找不到文件或文件夹“{value}”。请核对路径。",
        "'{value}' does not exist. Check the path.",
    )  # fmt: skip
    UNREADABLE_FILE = (
        "unreadable-file", "error",
        "无法打开“{value}”（{detail}）。请检查权限或是否被占用。",
        "'{value}' cannot be opened ({detail}). Check permissions and whether it is in use.",
    )  # fmt: skip
    CORRUPT_FILE = (
        "corrupt-file", "error",
        "文件已损坏，无法读取（{detail}）。请重新导出后再交。",
        "The file is damaged and cannot be read ({detail}). Export it again.",
    )  # fmt: skip
    ENCRYPTED_FILE = (
        "encrypted-file", "error",
        "文件有密码保护，无法读取。请去掉密码后再交。",
        "The file is protected by a password. Remove the password and hand it in again.",
    )  # fmt: skip
    READER_DIED = (
        "reader-died", "error",
        "读取这个文件时读取进程意外终止{detail}，没有采用；其余文件不受影响。请打开后另存，或重新导出后再交。",
        "Reading this file ended its process{detail}; it was not used, the others were. Save or export it anew.",
    )  # fmt: skip
    EMPTY_FILE = (
        "empty-file", "error",
        "文件是空的。请核对后重新交。",
        "The file is empty. Check it and hand it in again.",
    )  # fmt: skip
    UNSUPPORTED_FILE = (
        "unsupported-file", "warning",
        "不是可读取的申报文件（{detail}），没有采用。可交 .xlsx、.xls、.csv、.parquet 或 .zip。",
        "Not a filing that can be read ({detail}); it was not used. Use .xlsx, .xls, .csv, .parquet or .zip.",
    )  # fmt: skip
    NO_TABLE = (
        "no-table", "error",
        "文件里没有找到任何规定的表。请使用规定的模板填报。",
        "No table of a filing was found in the file. Use the blank workbook.",
    )  # fmt: skip
    WRONG_EXTENSION = (
        "wrong-extension", "warning",
        "文件扩展名与内容不符：实际是{detail}，已按内容读取。请改正扩展名。",
        "The file's extension does not fit its content: it is {detail} and was read as such.",
    )  # fmt: skip
    TOO_LARGE = (
        "too-large", "error",
        "文件过大，拒绝读取（{detail}）。请拆分后再交。",
        "The file is too large and was refused ({detail}). Split it.",
    )  # fmt: skip
    UNSAFE_ARCHIVE = (
        "unsafe-archive", "error",
        "压缩包不安全，拒绝读取（{detail}）。请重新打包。",
        "The archive is unsafe and was refused ({detail}). Pack it again.",
    )  # fmt: skip
    UNSAFE_XML = (
        "unsafe-xml", "error",
        "工作簿内含有不允许的 XML 声明（{detail}），拒绝读取。请用 Excel 或 WPS 另存后再交。",
        "The workbook holds forbidden XML declarations ({detail}) and was refused. Save it anew with Excel or WPS.",
    )  # fmt: skip
    SYMBOLIC_LINK = (
        "symbolic-link", "warning",
        "是符号链接，没有跟随读取。请交实际文件。",
        "This is a symbolic link and was not followed. Hand in the file itself.",
    )  # fmt: skip
    UNKNOWN_ENCODING = (
        "unknown-encoding", "error",
        "无法判断文字编码，拒绝猜测。请另存为 UTF-8 或 GB18030（GBK）。",
        "The text encoding cannot be told and is not guessed. Save as UTF-8 or GB18030 (GBK).",
    )  # fmt: skip
