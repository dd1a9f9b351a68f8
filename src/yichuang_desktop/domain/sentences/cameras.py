"""What is said about the document camera and about photographed materials."""

from collections.abc import Callable

SENTENCES: dict[str, str | Callable[..., str]] = {
    "camera_missing_parts": (
        "这台电脑没有安装高拍仪组件，不能用摄像头，也不能自动裁边。"
        "请从文件添加图片；需要高拍仪时，请管理员安装这个组件。"
    ),
    "camera_none": "没有找到高拍仪。请检查 USB 线和电源，插好后会自动连上；也可以从文件添加图片。",
    "camera_lost": "高拍仪断开了，已拍的页都在。请检查 USB 线，插好后会自动连上；也可以从文件添加图片。",
    "camera_busy": "高拍仪正被别的程序占用。请关闭厂家的拍照程序或视频会议，这里会自动再试。",
    "camera_not_allowed": "系统不允许使用摄像头。请在系统的隐私设置里允许本程序使用摄像头，再重新打开拍照。",
    "camera_no_picture": "高拍仪没有画面。请看镜头盖和电源，或拔下 USB 线重新插上。",
    "camera_folder_missing": "没有找到存放照片的文件夹 {folder}。请检查高拍仪程序的保存位置。",
    "picture_unreadable": "这个图片文件打不开，请确认文件完整，换一个文件再试。",
    "shelf_full": "这一页没有存到本机，磁盘可能满了。请清理磁盘后再拍；已经拍好的页都在。",
    "pages_none": "还没有拍，请先拍一张。",
    "scan_too_large": "图片太大，压缩后仍超过 {most} MB。请减少页数，或改成灰度、黑白后再存。",
    "scan_not_a_pdf": "材料图像只收 PDF 文件，请重新拍照。",
    "scan_altered": "这份材料图像与办件记录里的校验值不符，可能被改动过。请不要使用，并告知管理员。",
    "scan_not_kept": "材料图像还没有保存到数据库。请回到材料清单按 Alt P 打开这份材料，重新完成拍照。",
}
