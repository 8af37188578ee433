"""Everything reading can find wrong, and how it is said."""

from __future__ import annotations

from energy_audit.catalogue import Message
from energy_audit.filing.problems.problem_kind import ProblemKind


class FilingProblem(ProblemKind):
    """What reading can find."""

    # cells
    UNREADABLE_NUMBER = (
        "unreadable-number", "error", Message("“{column}”应为数字，填的是“{value}”。请按本栏（本行）的计量单位换算，只填数字，不带单位；不是必填的，没有就留空。{detail}")
    )  # fmt: skip
    UNREADABLE_INTEGER = (
        "unreadable-integer", "error", Message("“{column}”应为整数，填的是“{value}”。请只填阿拉伯数字的整数，不带单位。{detail}")
    )  # fmt: skip
    UNREADABLE_YEAR = (
        "unreadable-year", "error", Message("“{column}”填的是“{value}”，读不出是哪一年。请改为四位数字的年份，如 2025。")
    )  # fmt: skip
    UNREADABLE_DATE = (
        "unreadable-date", "error", Message("“{column}”应为日期，填的是“{value}”。请写成 2025-03-01 这样的年-月-日；没有或长期有效的留空。")
    )  # fmt: skip
    INCOMPLETE_DATE = (
        "incomplete-date", "error", Message("“{column}”填的是“{value}”，缺少月或日。请补全为年-月-日；工具不代为推定。")
    )  # fmt: skip
    UNREADABLE_BOOLEAN = (
        "unreadable-boolean", "error", Message("“{column}”应填“是”或“否”，填的是“{value}”。请改为“是”或“否”。")
    )  # fmt: skip
    NUMBER_TOO_LARGE = (
        "number-too-large", "error", Message("“{column}”的数值“{value}”大得不可能。请核对数值和单位。")
    )  # fmt: skip
    NOT_IN_LIST = (
        "not-in-list", "error", Message("“{column}”填的是“{value}”，不在可选范围内。可填：{detail}。")
    )  # fmt: skip
    OUT_OF_RANGE = (
        "out-of-range", "error", Message("“{column}”的数值“{value}”超出允许范围（应{detail}）。请核对；更正前按未填处理。")
    )  # fmt: skip
    IMPOSSIBLE_YEAR = (
        "impossible-year", "error", Message("“{column}”填的是“{value}”，{detail}，不可能是报告年度。请改为四位数字的年份，如 2025，各表一致；改正前按这一年度填报的内容一律不能判断。")
    )  # fmt: skip
    BAD_FORMAT = (
        "bad-format", "error", Message("“{column}”填的是“{value}”，格式不对。请改填：{detail}。")
    )  # fmt: skip
    TEXT_BECAME_ZERO = (
        "text-became-zero", "error", Message("“{column}”是“{value}”，多半是公式得出的文字在转换格式时丢了。请用 Excel 或 WPS 打开原来的工作簿另存为 .xlsx，或直接在格子里填写。")
    )  # fmt: skip
    TEXT_BECAME_DAY = (
        "text-became-day", "error", Message("“{column}”成了日期“{value}”，多半是 4-72、9-19 这样的文字被表格软件自动改成了日期。请把单元格设为文本后重新填写。")
    )  # fmt: skip
    ERROR_CELL = (
        "error-cell", "error", Message("“{column}”单元格是错误值“{value}”。请修正公式或直接填数。")
    )  # fmt: skip
    FORMULA_WITHOUT_VALUE = (
        "formula-without-value", "error", Message("“{column}”是没有保存计算结果的公式“{value}”。请用 Excel 或 WPS 打开、重新计算并保存。")
    )  # fmt: skip
    REQUIRED_MISSING = (
        "required-missing", "error", Message("“{column}”为必填，此处为空{detail}。请补填。")
    )  # fmt: skip
    MERGED_NUMBER = (
        "merged-number", "error", Message("“{column}”的数值“{value}”所在单元格合并了多行或多栏（{detail}），无法判断各格的数。请拆分后逐格填写。")
    )  # fmt: skip
    STRUCK_IN_PART = (
        "struck-in-part", "error", Message("“{column}”这一格“{value}”有一部分带删除线：{detail}。不知道以哪一部分为准，这一格没有采用。请删去作废的部分，只留要报的内容，并去掉删除线。")
    )  # fmt: skip
    SHOWN_OTHERWISE = (
        "shown-otherwise", "error", Message("“{column}”这一格存的数是“{value}”，单元格的数字格式却让它显示成{detail}，不知道以哪一个为准，这一格没有采用。请把单元格格式改为“常规”，再按本栏（本行）的计量单位核对数值。")
    )  # fmt: skip
    DIGITS_RAISED = (
        "digits-raised", "error", Message("“{column}”这一格读出来是“{value}”，但其中{detail}，不知道算不算在数里，这一格没有采用。请去掉上标、下标（注释写到别处），只留数字。")
    )  # fmt: skip
    FIGURE_AS_TEXT = (
        "figure-as-text", "warning", Message("“{column}”的数是以文本存的：这里按数字读取，表里求和的公式却不会算上它。请选中这些格子，把格式设为“常规”后重新输入数字（或点格子旁的提示选“转换为数字”），公式会重新计算。")
    )  # fmt: skip
    ROW_OUT_OF_PLACE = (
        "row-out-of-place", "error", Message("“{column}”读到的是“{value}”，但这一行比表头多出“{detail}”，各栏可能已经错位（例如 1,200 没有加引号，被分成了两格），这一格没有采用。请核对这一行，千分位的逗号请去掉。")
    )  # fmt: skip
    SUM_ROW = (
        "sum-row", "warning", Message("这一行是“{value}”，只是以上各行之和，没有计入“{table}”。请核对各行是否齐全。")
    )  # fmt: skip
    SUM_DIFFERS = (
        "sum-differs", "warning", Message("小计（合计）行的“{column}”填的是 {value}，与各行对不上：{detail}。请核对各行是否齐全、有没有重复或填错，再核对这一行。")
    )  # fmt: skip
    EXAMPLE_ROW = (
        "example-row", "error", Message("这一行和模板的示例一模一样，不是本单位的数据，没有计入“{table}”。请改填本单位的数据；没有这一项的，把抄来的内容清空。")
    )  # fmt: skip
    CODE_NORMALISED = (
        "code-normalised", "warning", Message("“{column}”填的是“{value}”，已按 {detail} 读取。请只填代码。")
    )  # fmt: skip
    NONSTANDARD_REGION = (
        "nonstandard-region", "warning", Message("“{column}”填的是“{value}”，不是 6 位行政区划代码，按原文保留。开发区、新区没有国标代码，请填实际所在县（市、区）的代码。")
    )  # fmt: skip
    # identity
    BAD_CREDIT_CODE = (
        "bad-credit-code", "error", Message("“{column}”填的是“{value}”，{detail}。请对照营业执照改正；更正前仍按所填代码算作这个单位。")
    )  # fmt: skip
    DIGITS_LOST = (
        "digits-lost", "error", Message("“{column}”成了科学计数“{value}”，末尾数字已经丢失。请把单元格设为文本后重新填写。")
    )  # fmt: skip
    OLD_CODE = (
        "old-code", "warning", Message("“{column}”填的是“{value}”，{detail}。请改填 18 位统一社会信用代码。")
    )  # fmt: skip
    BAD_ORGANISATION_CODE = (
        "bad-organisation-code", "warning", Message("“{column}”“{value}”的第 9—17 位（组织机构代码）校验不符。请对照营业执照核对。")
    )  # fmt: skip
    NAME_DIFFERS = (
        "name-differs", "warning", Message("单位名称“{value}”与同一统一社会信用代码下的另一名称不同：{detail}。更名的请填“曾用名”；代码抄错的请改正。")
    )  # fmt: skip
    ORPHAN_ROW = (
        "orphan-row", "error", Message("“{table}”这一行没有写明是哪个单位、哪一年的（缺{detail}），不知道算到哪个单位。请先在“表1”填好统一社会信用代码和报告年度；一个文件里有几个单位的，在本表加上这两栏逐行填写，或每个单位各交一个文件。")
    )  # fmt: skip
    NO_ENTERPRISE_ROW = (
        "no-enterprise-row", "error", Message("“{table}”有 {value} 的数据，但“表1 基本情况”没有这个单位这一年的行。请补填“表1 基本情况”，或核对代码和年度。")
    )  # fmt: skip
    DOUBLE_FILING = (
        "double-filing", "error", Message("同一单位、同一年度、同一厂区（{value}）报了不同的内容：另见 {detail}。请确认以哪一份为准，只交一份；是不同厂区的，请分别填写厂区。")
    )  # fmt: skip
    REPEATED_FILING = (
        "repeated-filing", "warning", Message("{value} 的“{table}”重复报送，内容与 {detail} 完全相同，只计一次。请只保留一份。")
    )  # fmt: skip
    SITE_REPEATED = (
        "site-repeated", "error", Message("{value}的综合能耗{detail}。各厂区要相加，这样会重复计算。请核对：汇总数与分厂区数只报一种，各厂区报各自的数。")
    )  # fmt: skip
    # headings and tables
    UNKNOWN_COLUMN = (
        "unknown-column", "warning", Message("表头“{value}”无法识别，这一列没有采用{detail}。请改用模板的栏目名；自加的备注列不必理会。")
    )  # fmt: skip
    AMBIGUOUS_COLUMN = (
        "ambiguous-column", "error", Message("表头“{value}”可以指多个栏目（{detail}），没有采用。请写完整的栏目名称。")
    )  # fmt: skip
    REPEATED_COLUMN = (
        "repeated-column", "error", Message("“{column}”出现了不止一列（{detail}），无法判断以哪一列为准，都没有采用。请只保留一列。")
    )  # fmt: skip
    COLUMN_OF_NO_TEXTS = (
        "column-of-no-texts", "error", Message("“{column}”这一列（“{value}”）存的是{detail}，读不出每一格填的是什么，整列没有采用，其余各列照常读取。请把这一列存成文字、数字或日期，重新导出。")
    )  # fmt: skip
    MISSING_COLUMN = (
        "missing-column", "error", Message("“{table}”缺少必填栏目“{column}”。请补上这一列。")
    )  # fmt: skip
    WRONG_UNIT = (
        "wrong-unit", "error", Message("表头“{value}”的单位与“{column}”不符（应为{detail}），这一列没有采用。请改正单位。")
    )  # fmt: skip
    UNIT_OF_ROW_RULES = (
        "unit-of-row-rules", "warning", Message("表头“{value}”带有单位，但这一栏按每行“计量单位”读取。请核对两处单位是否一致。")
    )  # fmt: skip
    UNIT_OF_HEADING_CONTRADICTS_ROW = (
        "unit-of-heading-contradicts-row", "error", Message("“{column}”填的是 {value}，表头或表上方写的单位与本行的计量单位不一致（{detail}），不知道是哪一个，这一格没有采用。请改成一致，或去掉表头、表上方的单位。")
    )  # fmt: skip
    UNIT_FROM_BANNER = (
        "unit-from-banner", "warning", Message("“{column}”按表上方注明的单位“{value}”换算为{detail}。请核对。")
    )  # fmt: skip
    TITLE_OF_ANOTHER_YEAR = (
        "title-of-another-year", "warning", Message("“{table}”的标题（或工作表名）写着“{value}”，而这份申报是 {detail} 年的。请看一下表里是哪一年的数：是别的年度的，请换成本年度的数；只是标题没有改，请把标题改过来。")
    )  # fmt: skip
    MISSING_TABLE = (
        "missing-table", "error", Message("缺少必报的“{table}”{detail}：没有这张表，或者一行也没有填。请补报。")
    )  # fmt: skip
    AMBIGUOUS_TABLE = (
        "ambiguous-table", "error", Message("无法判断工作表“{value}”是哪张表（可能是 {detail}），没有采用。请把工作表名改为规定的表名。")
    )  # fmt: skip
    NO_HEADER = (
        "no-header", "error", Message("工作表“{value}”应为“{table}”，但找不到表头，内容没有采用。请使用规定的表头。")
    )  # fmt: skip
    TABLE_BY_HEADINGS = (
        "table-by-headings", "warning", Message("工作表“{value}”按表头认定为“{table}”，与其名称不符。请核对表名。")
    )  # fmt: skip
    UNUSED_SHEET = (
        "unused-sheet", "warning", Message("工作表“{value}”不是规定的表，其中的内容没有采用。请把应当采用的改用规定的表名；草稿不必理会。")
    )  # fmt: skip
    UNUSED_TEXT = (
        "unused-text", "warning", Message("“{value}”不在任何栏目内，没有采用{detail}。请把数据移到相应栏目；批注不必理会。")
    )  # fmt: skip
    STRUCK_OUT = (
        "struck-out", "warning", Message("“{value}”带删除线{detail}，仍已读取并计入。作废的请删掉格子里的内容（整行作废的删掉整行）；没有作废的请去掉删除线。")
    )  # fmt: skip
    FIGURE_NOT_SEEN = (
        "figure-not-seen", "warning", Message("“{value}”在表里看不见（字的颜色与底色相同，或数字格式不显示）{detail}，仍已读取并计入。不应计入的请删掉格子里的内容；应当计入的请把字的颜色、数字格式改成看得见的。")
    )  # fmt: skip
    ONLY_IN_REMARK = (
        "only-in-remark", "warning", Message("“{column}”这一格是空的，只在批注里写着“{value}”。批注不读取，这一格按没有填处理。请把数填进格子里；批注只是说明的，不必理会。")
    )  # fmt: skip
    HIDDEN_ROW = (
        "hidden-row", "warning", Message("这一行是隐藏行，仍已读取并计入。请确认是否应当计入。")
    )  # fmt: skip
    HIDDEN_COLUMN = (
        "hidden-column", "warning", Message("“{value}”这一列是隐藏的，仍已读取并计入。请确认是否应当计入。")
    )  # fmt: skip
    HIDDEN_SHEET = (
        "hidden-sheet", "warning", Message("工作表“{value}”是隐藏的，仍已读取并计入。请确认是否应当计入。")
    )  # fmt: skip
    MACROS_IGNORED = (
        "macros-ignored", "warning", Message("工作簿带有宏，宏没有运行，只读取了单元格里已保存的值。数据如由宏生成，请先运行并保存；没有需要请另存为 .xlsx。")
    )  # fmt: skip
    DAMAGED_PART = (
        "damaged-part", "warning", Message("工作簿里的“{value}”已损坏，读不出：{detail}没有看到，单元格里的值照常读取。请用 Excel 或 WPS 打开，核对后另存重交。")
    )  # fmt: skip
    # files
    NOT_FOUND = (
        "not-found", "error", Message("找不到文件或文件夹“{value}”。请核对路径。")
    )  # fmt: skip
    UNREADABLE_FILE = (
        "unreadable-file", "error", Message("无法打开“{value}”（{detail}）。请检查权限或是否被占用。")
    )  # fmt: skip
    CORRUPT_FILE = (
        "corrupt-file", "error", Message("文件已损坏，无法读取（{detail}）。请重新导出后再交。")
    )  # fmt: skip
    ENCRYPTED_FILE = (
        "encrypted-file", "error", Message("文件有密码保护，无法读取。请去掉密码后再交。")
    )  # fmt: skip
    READER_DIED = (
        "reader-died", "error", Message("读取这个文件时读取进程意外终止{detail}，没有采用；其余文件不受影响。请打开后另存，或重新导出后再交。")
    )  # fmt: skip
    EMPTY_FILE = (
        "empty-file", "error", Message("文件是空的。请核对后重新交。")
    )  # fmt: skip
    UNSUPPORTED_FILE = (
        "unsupported-file", "warning", Message("不是可读取的申报文件（{detail}），没有采用。可交 .xlsx、.xls、.csv、.parquet 或 .zip。")
    )  # fmt: skip
    NO_TABLE = (
        "no-table", "error", Message("文件里没有找到任何规定的表。请使用规定的模板填报。")
    )  # fmt: skip
    WRONG_EXTENSION = (
        "wrong-extension", "warning", Message("文件扩展名与内容不符：实际是{detail}，已按内容读取。请改正扩展名。")
    )  # fmt: skip
    TOO_LARGE = (
        "too-large", "error", Message("文件过大，拒绝读取（{detail}）。请拆分后再交。")
    )  # fmt: skip
    UNSAFE_ARCHIVE = (
        "unsafe-archive", "error", Message("压缩包不安全，拒绝读取（{detail}）。请重新打包。")
    )  # fmt: skip
    UNSAFE_XML = (
        "unsafe-xml", "error", Message("工作簿内含有不允许的 XML 声明（{detail}），拒绝读取。请用 Excel 或 WPS 另存后再交。")
    )  # fmt: skip
    SYMBOLIC_LINK = (
        "symbolic-link", "warning", Message("是符号链接，没有跟随读取。请交实际文件。")
    )  # fmt: skip
    OWN_OUTPUT = (
        "own-output", "warning", Message("是本工具先前输出的文件夹，没有当作申报读取。里面若有申报文件，请移出来再交。")
    )  # fmt: skip
    QUOTE_LEFT_OPEN = (
        "quote-left-open", "error", Message("第 {value} 行有一个英文引号没有成对，到第 {detail} 行都被括成了一格。这几行已改为一行一行地读，引号所在的行读不全。请去掉多余的引号再核对这几行。")
    )  # fmt: skip
    NULL_CHARACTERS = (
        "null-characters", "error", Message("第 {value} 行夹有空字符（屏幕上看不见，多半是导出或拷贝没有做完留下的）{detail}，读的时候每个都换成“�”，整行都是空字符的当作空行。请从原来的系统重新导出这张表，核对有没有缺行缺字。")
    )  # fmt: skip
    UNKNOWN_ENCODING = (
        "unknown-encoding", "error", Message("无法判断文字编码，拒绝猜测。请另存为 UTF-8 或 GB18030（GBK）。")
    )  # fmt: skip
